import { useFetchClient } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';

import { dayAndMonth, number, viewsWords } from '../views-words';

interface PanelProps {
  model: string;
  documentId?: string | undefined;
}

/** As `cms/src/counting/view-reports.ts` answers. */
interface StoryViews {
  total: number;
  byLanguage: Record<string, number>;
  days: Day[];
}

interface Day {
  day: string;
  views: number;
}

/** "Views": how often a story was read, by language, and in the last thirty days. */
export function ViewsPanel({ model, documentId }: PanelProps) {
  if (model !== 'api::article.article' || documentId === undefined) return null;
  return { title: viewsWords().views, content: <Views documentId={documentId} /> };
}

function Views({ documentId }: { documentId: string }) {
  const words = viewsWords();
  const views = useViews(documentId);
  if (views === 'loading') return null;
  if (views === 'failed') return <Typography textColor="neutral600">{words.notKnown}</Typography>;
  if (views.total === 0) return <Typography textColor="neutral600">{words.none}</Typography>;
  const languages = Object.entries(views.byLanguage);
  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <Typography fontWeight="semiBold">{words.all(number(views.total))}</Typography>
      {languages.length > 1 && (
        <Typography variant="pi" textColor="neutral600">
          {languages.map(([language, count]) => `${language} ${number(count)}`).join(' · ')}
        </Typography>
      )}
      <Typography variant="pi" textColor="neutral600">
        {words.last30Days}
      </Typography>
      <Chart days={views.days} />
    </Flex>
  );
}

const width = 240;
const height = 56;

function Chart({ days }: { days: Day[] }) {
  const words = viewsWords();
  const best = days.reduce((most, day) => (day.views > most.views ? day : most), { day: '', views: 0 });
  if (best.views === 0) return <Typography variant="pi">{words.quiet}</Typography>;
  const sum = days.reduce((all, { views }) => all + views, 0);
  const step = width / days.length;
  const barHeight = (views: number) => (views === 0 ? 0 : Math.max(1, (views / best.views) * height));
  return (
    <Box color="primary600" width="100%">
      <svg
        role="img"
        aria-label={words.chart(number(sum), number(best.views), dayAndMonth(best.day))}
        viewBox={`0 0 ${width} ${height + 1}`}
        width="100%"
      >
        <path d={`M0 ${height + 0.5}H${width}`} stroke="currentColor" strokeOpacity="0.3" />
        {days.map(({ day, views }, index) => (
          <rect key={day} x={index * step + 1} y={height - barHeight(views)} width={step - 2} height={barHeight(views)} fill="currentColor">
            <title>{`${dayAndMonth(day)}: ${number(views)}`}</title>
          </rect>
        ))}
      </svg>
    </Box>
  );
}

function useViews(documentId: string): StoryViews | 'loading' | 'failed' {
  const { get } = useFetchClient();
  const [views, setViews] = useState<StoryViews | 'loading' | 'failed'>('loading');
  useEffect(() => {
    let isCurrent = true;
    get<{ data: StoryViews }>(`/newsroom/views/${documentId}`).then(
      ({ data }) => isCurrent && setViews(data.data),
      () => isCurrent && setViews('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [get, documentId]);
  return views;
}
