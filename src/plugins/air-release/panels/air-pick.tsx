import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { AIR_RELEASE, type AirPick } from '../controller.ts';

/** The button that picks on the map. */
export function AirPickField({ what, isPicked }: { what: AirPick; isPicked: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const picking = useTwin((state) => pickingOf(state, AIR_RELEASE));
  const { startPicking, endPicking } = twin.getState();
  return (
    <div className="chips">
      <PickField
        icon="pin"
        label={t(what === 'place' && isPicked ? 'air.placeAgain' : `air.${what}`)}
        hint={t(`air.${what}Hint`)}
        isPicking={picking === what}
        onPick={(on) => (on ? startPicking(AIR_RELEASE, what, 'distance') : endPicking(AIR_RELEASE))}
      />
    </div>
  );
}
