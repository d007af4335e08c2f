import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { shownRun } from '../../../twin/runs.ts';
import type { TableLens } from '../../../twin/table.ts';
import { SHIPPED_UNDER } from '../shipped-under-lens.ts';

/** Half of the lens as a part of the picture's shorter side; its label is below. */
const RADIUS = '18cqmin';

/** Below the lens: what it shows of the place in its middle. */
export function LensLabel() {
  const lens = useTwin((state) => state.tableLens);
  const text = useLensText(lens);
  if (lens.kind === 'off') return null;
  const style = { left: `${lens.xRatio * 100}%`, top: `calc(${lens.yRatio * 100}% + ${RADIUS} + 14px)` };
  return (
    <output className="lens-label" style={style}>
      {text}
    </output>
  );
}

function useLensText({ kind, depthM }: TableLens): string {
  const { t } = useWords();
  const reading = useTwin((state) => state.lensReading);
  const waterM = reading?.depthM ?? null;
  const percent = usePercent(kind);
  const hasSome = (waterM ?? 0) > 0 || (reading?.people ?? 0) > 0;
  if (percent !== null && !hasSome) return t('table.computing', { percent });
  if (kind === 'underground') return t('table.depthOf', { depth: formatNumber(depthM, 1) });
  if (kind === 'plan') return t('table.planAt');
  if (kind === 'people') return t('table.peopleAt', { count: reading?.people ?? 0 });
  return waterM === null ? t('table.noWater') : t('table.waterAt', { depth: formatNumber(waterM, 2) });
}

/** How far the run is that the lens shows; null: it is whole, or there is none. */
function usePercent(kind: TableLens['kind']): number | null {
  const { service } = useApp();
  const key = SHIPPED_UNDER[kind];
  const engine = (key && service(key)?.engine) ?? null;
  return useTwin((state) => {
    const status = engine === null ? null : shownRun(state, engine)?.status;
    return status?.kind === 'running' ? Math.round(100 * status.progressRatio) : null;
  });
}
