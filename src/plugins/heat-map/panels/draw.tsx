import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { HEAT_MAP, type HeatDrawn } from '../controller.ts';

const WORDS = {
  area: { draw: 'heat.area', redraw: 'heat.areaAgain', hint: 'heat.areaHint' },
  cover: { draw: 'heat.resurfaced', redraw: 'heat.resurfacedAgain', hint: 'heat.areaHint' },
  place: { draw: 'heat.place', redraw: 'heat.place', hint: 'heat.placeHint' },
} as const;

/** The button that draws an area or asks at a place. */
export function DrawHeat({ kind, isDrawn }: { kind: HeatDrawn; isDrawn: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const picking = useTwin((state) => pickingOf(state, HEAT_MAP));
  const { startPicking, endPicking } = twin.getState();
  const words = WORDS[kind];
  const isPlace = kind === 'place';
  return (
    <div className="chips">
      <PickField
        icon={isPlace ? 'pin' : 'ruler'}
        label={t(isDrawn ? words.redraw : words.draw)}
        hint={t(words.hint)}
        isPicking={picking === kind}
        {...(isPlace ? {} : { points: 3 })}
        onPick={(on) => (on ? startPicking(HEAT_MAP, kind, isPlace ? 'distance' : 'area') : endPicking(HEAT_MAP))}
      />
    </div>
  );
}
