import type { PlacedPanel } from '../../kit/plugin.ts';
import { Placed, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import type { useInspected } from './inspector.tsx';

/** The page of the tool in view; null: the map stands in its place. */
export function usePage(inspected: ReturnType<typeof useInspected>): PlacedPanel | null {
  const pages = useSlot('page');
  if (inspected?.kind !== 'tool') return null;
  return pages.find(({ ofTool }) => ofTool === inspected.panel.id) ?? null;
}

/** A document in the map's place, as wide as the map and as high as map and tray. */
export function PageRegion({ inspected }: { inspected: ReturnType<typeof useInspected> }) {
  const { t } = useWords();
  const page = usePage(inspected);
  if (!page) return null;
  return (
    <section className="page-region" aria-label={t('shell.page')}>
      <Placed key={page.id} panel={page} />
    </section>
  );
}
