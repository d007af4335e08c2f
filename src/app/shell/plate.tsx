import { useApp, useTwin } from '../../kit/app-context.tsx';
import { Placed, useSlot } from '../../kit/slots.tsx';
import { useSituation } from '../../kit/use-situation.ts';
import { useWords, type WordKey } from '../../kit/words.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import { isDrawn } from '../../twin/layers.ts';
import type { SituationMode } from '../../twin/situation.ts';

/** Top left of the map, one line as under an atlas picture: what the picture is, what plug-ins say of it, and how many layers are drawn. */
export function Plate() {
  const cells = useSlot('plate');
  return (
    <div className="plate furniture">
      <Kind hasRun={cells.some(({ group }) => group === 'run')} />
      {cells.map((cell) => (
        <Placed key={cell.id} panel={cell} />
      ))}
    </div>
  );
}

const KIND_WORDS: Readonly<Record<SituationMode | 'planned' | 'existing', WordKey>> = {
  live: 'shell.live',
  replay: 'shell.replay',
  simulated: 'run.simulated',
  planned: 'state.planned',
  existing: 'state.existing',
};

/** What the picture is in one word; a run or a recording says it in its own cell. */
function Kind({ hasRun }: { hasRun: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { mode } = useSituation();
  const kind = useTwin((state): SituationMode | 'planned' | 'existing' => {
    if (isEmphasised(state, 'live')) return mode;
    return twin.city.layers.some((layer) => layer.state === 'planned' && isDrawn(layer, state))
      ? 'planned'
      : 'existing';
  });
  if (hasRun) return null;
  return <b className={`plate-kind ${kind}`}>{t(KIND_WORDS[kind])}</b>;
}
