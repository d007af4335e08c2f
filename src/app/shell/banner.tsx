import { Placed, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';

/** Below the bar on a desk that follows the present: mode, the clock, what goes on, and at the right the feeds. */
export function Banner() {
  const { t } = useWords();
  const panels = useSlot('banner');
  if (panels.length === 0) return null;
  const isBeside = ({ order = 0 }: { order?: number }) => order < 0;
  return (
    <section className="banner" aria-label={t('shell.banner')}>
      {panels.filter(isBeside).map((panel) => (
        <Placed key={panel.id} panel={panel} />
      ))}
      <span className="space" />
      {panels
        .filter((panel) => !isBeside(panel))
        .map((panel) => (
          <Placed key={panel.id} panel={panel} />
        ))}
    </section>
  );
}
