import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { type Drawn, TERRAIN_ANALYSIS } from '../controller.ts';

/** The button that draws, and whether it is drawn. */
export function DrawField({ kind, isDrawn }: { kind: Drawn; isDrawn: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const picking = useTwin((state) => pickingOf(state, TERRAIN_ANALYSIS));
  const { startPicking, endPicking } = twin.getState();
  const points = { area: 3, line: 2, point: undefined }[kind];
  return (
    <div className="chips">
      <PickField
        icon={kind === 'point' ? 'pin' : 'ruler'}
        label={t(isDrawn ? `terrain.redraw_${kind}` : `terrain.draw_${kind}`)}
        hint={t(`terrain.hint_${kind}`)}
        isPicking={picking === kind}
        {...(points === undefined ? {} : { points })}
        onPick={(on) =>
          on
            ? startPicking(TERRAIN_ANALYSIS, kind, kind === 'area' ? 'area' : 'distance')
            : endPicking(TERRAIN_ANALYSIS)
        }
      />
    </div>
  );
}
