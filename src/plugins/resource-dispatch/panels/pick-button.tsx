import { useController, useTwin } from '../../../kit/app-context.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import { pickingOf } from '../../../twin/pick.ts';
import { DISPATCH, type DispatchPick, resourceDispatchController } from '../controller.ts';

/** A button that takes a click on the map for something. */
export function PickButton({
  kind,
  label,
  hint,
  points,
}: {
  kind: DispatchPick;
  label: string;
  hint: string;
  points?: number;
}) {
  const controller = useController(resourceDispatchController);
  const picking = useTwin((state) => pickingOf(state, DISPATCH));
  return (
    <PickField
      icon={points === undefined ? 'pin' : 'ruler'}
      label={label}
      hint={hint}
      isPicking={picking === kind}
      {...(points === undefined ? {} : { points })}
      onPick={(on) => controller.pick(on ? kind : null)}
    />
  );
}
