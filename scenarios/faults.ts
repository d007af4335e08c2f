import * as v from 'valibot';

/** What makes a JSON no case: where, the schema's rule, what it asks for (`limit`: as a number), and what came. */
export interface CaseFault {
  place: string;
  rule: string;
  asked: string;
  limit: number | null;
  got: string;
}

/** Told one a line; more help nobody who mends them. */
export const MOST_FAULTS = 20;

export const faultsOf = (issues: readonly v.BaseIssue<unknown>[]): CaseFault[] =>
  issues.map((issue) => ({
    place: v.getDotPath(issue) ?? '(root)',
    rule: issue.type,
    asked: issue.message.startsWith('Invalid') ? (issue.expected ?? 'another value') : issue.message,
    limit: typeof issue.requirement === 'number' ? issue.requirement : null,
    got: issue.received,
  }));

/** File, place, what was expected and what came, a line each. */
export function faultsText(faults: readonly CaseFault[], file: string): string {
  const lines = faults
    .slice(0, MOST_FAULTS)
    .map(
      ({ place, asked, got }) =>
        `${file}: ${place}: expected ${asked === 'never' ? 'nothing of this name' : asked}, got ${got}`,
    );
  const more = faults.length - lines.length;
  return more > 0 ? [...lines, `${file}: ${more} more`].join('\n') : lines.join('\n');
}
