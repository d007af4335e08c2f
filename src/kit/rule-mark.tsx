import { givesVerdict, type RuleStanding } from '../../model/rules/rule-record.ts';
import { useWords } from './words.ts';

/** A small ring beside what goes by a rule that nobody confirmed; its tooltip says what that means and where it is mended. Nothing beside a confirmed one. */
export function RuleMark({ standing }: { standing: RuleStanding }) {
  const { t } = useWords();
  if (givesVerdict(standing)) return null;
  const title = t(standing.kind === 'changed' ? 'rule.changed' : 'rule.unconfirmed');
  return <i className="rule-mark" role="img" aria-label={title} title={title} />;
}
