import { pageLanguage } from '../../../kit/words.ts';
import { type Reason, reasonIn } from '../../../twin/failure.ts';

/** Why something was not done, read out at once: in both languages, or a word of the page; null says nothing. */
export function Refusal({ reason }: { reason: Reason | string | null }) {
  if (reason === null) return null;
  return (
    <p className="build-state failed" role="alert">
      {typeof reason === 'string' ? reason : reasonIn(reason, pageLanguage())}
    </p>
  );
}
