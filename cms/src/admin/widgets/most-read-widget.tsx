import { useFetchClient } from '@strapi/strapi/admin';
import { Box, Button, Flex, Link, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';

import { number, viewsWords } from '../views-words';

/** As `cms/src/counting/view-reports.ts` answers. */
interface Overview {
  day: ReadStory[];
  week: ReadStory[];
  today: { views: number; refused: Record<string, number> };
}

interface ReadStory {
  id: string;
  locale: string;
  title: string;
  readers: number;
}

/** "Most read" on the home page: stories by their readers, and what was counted and left out today. */
export function MostReadWidget() {
  const words = viewsWords();
  const overview = useOverview();
  const [period, setPeriod] = useState<'day' | 'week'>('day');
  if (overview === 'loading') return null;
  if (overview === 'failed') return <Typography textColor="neutral600">{words.notKnown}</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={2}>
        {(['day', 'week'] as const).map((one) => (
          <Button
            key={one}
            size="S"
            variant={one === period ? 'secondary' : 'ghost'}
            aria-pressed={one === period}
            onClick={() => setPeriod(one)}
          >
            {words[one]}
          </Button>
        ))}
      </Flex>
      <Stories stories={overview[period]} />
      <Today {...overview.today} />
    </Flex>
  );
}

function Stories({ stories }: { stories: ReadStory[] }) {
  const words = viewsWords();
  if (stories.length === 0) return <Typography textColor="neutral600">{words.tooFew}</Typography>;
  return (
    <Box tag="table" width="100%">
      <thead>
        <tr>
          {[words.story, words.readers].map((heading, column) => (
            <Box key={heading} tag="th" scope="col" textAlign={column === 0 ? 'left' : 'right'} paddingBottom={1}>
              <Typography variant="sigma" textColor="neutral600">
                {heading}
              </Typography>
            </Box>
          ))}
        </tr>
      </thead>
      <tbody>
        {stories.map(({ id, locale, title, readers }) => (
          <tr key={`${id} ${locale}`}>
            <Box tag="td" paddingTop={1} paddingBottom={1} paddingRight={2}>
              <Link href={`/admin/content-manager/collection-types/api::article.article/${id}?plugins[i18n][locale]=${locale}`}>
                {title} ({locale})
              </Link>
            </Box>
            <Box tag="td" textAlign="right">
              <Typography>{number(readers)}</Typography>
            </Box>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

function Today({ views, refused }: Overview['today']) {
  const words = viewsWords();
  const reasons = Object.entries(refused).sort(([, a], [, b]) => b - a);
  const left = reasons.reduce((sum, [, hits]) => sum + hits, 0);
  return (
    <Typography variant="pi" textColor="neutral600">
      {words.today(number(views))}{' '}
      {left > 0 &&
        words.left(number(left), reasons.map(([reason, hits]) => `${words.reasons[reason] ?? reason} ${number(hits)}`).join(', '))}
    </Typography>
  );
}

function useOverview(): Overview | 'loading' | 'failed' {
  const { get } = useFetchClient();
  const [overview, setOverview] = useState<Overview | 'loading' | 'failed'>('loading');
  useEffect(() => {
    let isCurrent = true;
    get<{ data: Overview }>('/newsroom/views').then(
      ({ data }) => isCurrent && setOverview(data.data),
      () => isCurrent && setOverview('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [get]);
  return overview;
}
