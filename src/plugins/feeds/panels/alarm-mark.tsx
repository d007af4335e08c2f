import type { Priority } from '../../../../model/alarms/rules.ts';
import { useWords } from '../../../kit/words.ts';

/** Ⅰ square, Ⅱ triangle, Ⅲ diamond, Ⅳ circle: the only solid icons (LOOK §3). */
const SHAPES: Record<Priority, string> = {
  1: 'M3 3h18v18H3z',
  2: 'M12 2.5 22.5 21h-21z',
  3: 'M12 1.5 22.5 12 12 22.5 1.5 12z',
  4: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z',
};

/** An alarm's priority by shape and colour, so that neither alone carries it. */
export function AlarmMark({ priority }: { priority: Priority }) {
  const { t } = useWords();
  return (
    <svg
      className={`alarm-mark p${priority}`}
      viewBox="0 0 24 24"
      role="img"
      aria-label={t(`alarms.priority${priority}`)}
    >
      <path d={SHAPES[priority]} />
      <path className="sign" d="M12 8v5.5M12 16.6v.2" />
    </svg>
  );
}
