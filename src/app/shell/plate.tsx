import { useApp, useTwin } from '../../kit/app-context.tsx';
import { Placed, useSlot } from '../../kit/slots.tsx';
import { useWords, type WordKey } from '../../kit/words.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import { isDrawn } from '../../twin/layers.ts';

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

/** What the picture is in one word; a run or a recording says it in its own cell. */
function Kind({ hasRun }: { hasRun: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const kind = useTwin((state): 'live' | 'planned' | 'existing' => {
    if (isEmphasised(state, 'live')) return 'live';
    return twin.city.layers.some((layer) => layer.state === 'planned' && isDrawn(layer, state))
      ? 'planned'
      : 'existing';
  });
  if (hasRun) return null;
  const word: WordKey = kind === 'live' ? 'shell.live' : kind === 'planned' ? 'state.planned' : 'state.existing';
  return <b className={`plate-kind ${kind}`}>{t(word)}</b>;
}
