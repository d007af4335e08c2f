import type { useWords } from '../../kit/words.ts';
import type { ExitOption } from './slice.ts';

type Named = { id: string; label?: ExitOption['label'] | undefined };

/** The label, with the id where another has the same: every station's platform is "Platform". */
export function nameOf(one: Named, all: readonly Named[], of: ReturnType<typeof useWords>['of']): string {
  if (!one.label) return one.id;
  const label = of(one.label);
  return all.some(({ id, label: other }) => id !== one.id && other && of(other) === label)
    ? `${label} ${one.id}`
    : label;
}
