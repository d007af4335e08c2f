import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { FLOOD_PICKER, type FloodPicking } from '../slice.ts';

/** The ruler for a part of the flood's form; a wall is done by hand. */
export function FloodPick({
  what,
  ...rest
}: {
  what: FloodPicking;
  icon: 'pin' | 'ruler';
  label: string;
  hint: string;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const isPicking = useTwin((state) => pickingOf(state, FLOOD_PICKER) === what);
  const failure = useTwin(({ floodPickFailure }) => (floodPickFailure?.what === what ? floodPickFailure.reason : null));
  return (
    <>
      <PickField
        {...rest}
        {...(what === 'wall' ? { points: 2 } : {})}
        isPicking={isPicking}
        onPick={(on) => {
          const { startPicking, endPicking, failFloodPick } = twin.getState();
          failFloodPick(null);
          if (on) startPicking(FLOOD_PICKER, what, 'distance', what === 'area' ? 'box' : undefined);
          else endPicking(FLOOD_PICKER);
        }}
      />
      {failure && <ErrorNotice what={t('flood.notPicked')} reason={failure} />}
    </>
  );
}
