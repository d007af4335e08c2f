import { useEffect } from 'react';
import { useApp, useTwin } from './app-context.tsx';
import { PickField } from './form-fields.tsx';
import { useWords, type WordKey } from './words.ts';

/** Points from which on picking can be finished, and corners of an area. */
const MIN_PLACES = 2;
const MIN_RING = 3;

/** Places that are clicked on the map for a form, east and north; they replace those picked before. */
export function PickedPoints({
  owner,
  kind,
  label,
  hint,
  ruler = 'distance',
  countText,
  onChange,
}: {
  /** The plug-in that asks, and what it asks for. */
  owner: string;
  kind: string;
  label: WordKey;
  hint: WordKey;
  /** They are corners of an area, or each by itself. */
  ruler?: 'distance' | 'area';
  /** How many are picked; null: none is. */
  countText: string | null;
  onChange: (pointsM: [eastM: number, northM: number][]) => void;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const pick = useTwin((state) => (state.pick?.owner === owner && state.pick.kind === kind ? state.pick : null));
  const points = pick?.points;
  const isDone = pick?.done ?? false;
  useEffect(() => {
    if (points && points.length > 0) onChange(points.map(({ enu: [eastM, northM] }) => [eastM, northM]));
    if (isDone) twin.getState().endPicking(owner);
  }, [points, isDone, onChange, owner, twin]);
  return (
    <>
      <PickField
        icon="pin"
        label={t(label)}
        hint={t(hint)}
        isPicking={pick !== null}
        points={ruler === 'area' ? MIN_RING : MIN_PLACES}
        onPick={(on) => (on ? twin.getState().startPicking(owner, kind, ruler) : twin.getState().endPicking(owner))}
      />
      {countText !== null && <p className="note">{countText}</p>}
    </>
  );
}
