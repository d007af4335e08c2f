import { pageLanguage } from '../../../kit/words.ts';
import { type Reason, reasonIn } from '../../../twin/failure.ts';

/** Why something was not done, read out at once; null says nothing. */
export function Refusal({ reason }: { reason: Reason | null }) {
  if (reason === null) return null;
  return (
    <p className="build-state failed" role="alert">
      {reasonIn(reason, pageLanguage())}
    </p>
  );
}
