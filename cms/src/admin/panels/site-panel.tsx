import { unstable_useContentManagerContext as useEditView, useFetchClient } from '@strapi/strapi/admin';
import { Flex, Link, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';

import { wordsOfAdmin } from '../words';

/** What Strapi hands to a panel, as far as it is needed here. */
interface PanelProps {
  model: string;
  documentId?: string | undefined;
  document?: { locale?: unknown; updatedAt?: unknown; publishedAt?: unknown; status?: unknown } | undefined;
}

interface PublicAddress {
  locale: string;
  url: string;
}

const shownFor = new Set(['article', 'page', 'category', 'author', 'tag']);
const longestTitle = 110;

/** "On the site": where readers find what is being edited, and what they may stumble over. */
export function SitePanel({ model, documentId, document }: PanelProps) {
  const words = wordsOfAdmin();
  const type = model.split('.').pop() ?? '';
  if (!shownFor.has(type)) return null;
  const revision = [document?.updatedAt, document?.publishedAt, document?.status].join(' ');
  const locale = typeof document?.locale === 'string' ? document.locale : undefined;
  return { title: words.onTheSite, content: <SiteLinks {...{ type, documentId, locale, revision }} /> };
}

interface SiteLinksProps {
  type: string;
  documentId: string | undefined;
  locale: string | undefined;
  /** Another one after each save, so that the address is asked for again. */
  revision: string;
}

function SiteLinks({ type, documentId, locale, revision }: SiteLinksProps) {
  const words = wordsOfAdmin();
  const addresses = useAddresses({ type, documentId, locale, revision });
  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      {addresses.map(({ locale: language, url }) => (
        <Link key={language} href={url} isExternal>
          {addresses.length > 1 ? `${words.view} (${language})` : words.view}
        </Link>
      ))}
      {addresses.length === 0 && <Typography textColor="neutral600">{words.notYet}</Typography>}
      {type === 'article' && <LongTitle />}
    </Flex>
  );
}

function LongTitle() {
  const words = wordsOfAdmin();
  const { form } = useEditView();
  const title = titleIn(form);
  if (title.length <= longestTitle) return null;
  return <Typography textColor="warning600">{words.longTitle(title.length)}</Typography>;
}

function useAddresses({ type, documentId, locale, revision }: SiteLinksProps): PublicAddress[] {
  const { get } = useFetchClient();
  const [addresses, setAddresses] = useState<PublicAddress[]>([]);
  useEffect(() => {
    setAddresses([]);
    if (documentId === undefined) return undefined;
    let isCurrent = true;
    get<{ data: PublicAddress[] }>(`/newsroom/addresses/${type}/${documentId}`, { params: locale ? { locale } : {} }).then(
      ({ data }) => isCurrent && setAddresses(data.data),
      // Without an answer there is no link; the form itself says when the cms is away.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [get, type, documentId, locale, revision]);
  return addresses;
}

function titleIn(form: unknown): string {
  if (typeof form !== 'object' || form === null || !('values' in form)) return '';
  const { values } = form;
  return typeof values === 'object' && values !== null && 'title' in values && typeof values.title === 'string' ? values.title : '';
}
