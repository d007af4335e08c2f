import type { ReactNode } from 'react';
import { basisOf, type MetricId } from '../../../../model/schemes/metric-basis.ts';
import { metricsOf } from '../../../../model/schemes/metrics.ts';
import type { Scheme } from '../../../../model/schemes/scheme.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, NO_VALUE_MARK, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { thumbnailOf } from '../thumbnail.ts';

/** What a scheme is known by at a glance. */
const CARD_FIGURES = ['far', 'heightM', 'greenPct', 'dwellings'] as const satisfies readonly MetricId[];

/** A scheme as a picture with its key figures under it; `children`: its name, which chooses it. */
export function SchemeCard({ scheme, children }: { scheme: Scheme; children: ReactNode }) {
  const drawing = thumbnailOf(scheme);
  return (
    <div className="scheme-card" data-scheme={scheme.id}>
      {drawing ? (
        <svg viewBox={drawing.viewBox} aria-hidden="true">
          {drawing.faces.map(({ kind, points }, i) => (
            <polygon key={i} className={kind} points={points} />
          ))}
        </svg>
      ) : (
        <span className="no-drawing" />
      )}
      {children}
      <KeyFigures scheme={scheme} />
    </div>
  );
}

function KeyFigures({ scheme }: { scheme: Scheme }) {
  const { of } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const site = useTwin(({ schemeSites }) => schemeSites[scheme.id] ?? null);
  const metrics = metricsOf(scheme, assumed, site);
  return (
    <dl>
      {CARD_FIGURES.map((id) => {
        const { label, unit, decimals } = basisOf(id);
        const value = metrics[id];
        return (
          <div key={id}>
            <dt>{of(label)}</dt>
            <dd data-key-figure={id}>
              {value === null ? NO_VALUE_MARK : `${formatNumber(value, decimals)}${unit ? `${THIN_SPACE}${unit}` : ''}`}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
