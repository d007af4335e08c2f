import type { TerrainResult } from '../../../../workers/terrain-analysis/engine-types.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { coloursOf } from '../colours.ts';
import { TERRAIN_ANALYSIS, terrainAnalysisController } from '../controller.ts';
import { CUT_RGB, openingOf } from '../section-opening.ts';
import { useClassName } from './outcome.tsx';

/** What the colours of the analysis that is shown mean. */
export function TerrainLegend() {
  useTwin((state) => doneSerial(state, TERRAIN_ANALYSIS));
  const result = useController(terrainAnalysisController).result();
  if (!result) return null;
  if (result.kind === 'slope' || result.kind === 'aspect') return <Gradients result={result} />;
  if (result.kind === 'earthwork') return <Depths result={result} />;
  if (result.kind === 'profile') return <CutOpen result={result} />;
  return result.kind === 'buffer' ? <Zone /> : null;
}

/** What is cut where the section opens on the picture; bands of its walls are told with the pit's. */
function CutOpen({ result }: { result: Extract<TerrainResult, { kind: 'profile' }> }) {
  const { t } = useWords();
  const side = useTwin(({ terrainForm }) => terrainForm.openSide);
  const hasOwnPit = useTwin(({ excavation }) => excavation !== null);
  if (hasOwnPit || !openingOf(result, side)) return null;
  const [face, hatching] = [CUT_RGB.face, CUT_RGB.hatching].map((rgb) => `rgb(${rgb.join(' ')})`);
  return (
    <div>
      <h3>{t('terrain.sectionOpen')}</h3>
      <ul className="legend-codes">
        <li>
          <i
            style={{ background: `repeating-linear-gradient(135deg, ${face} 0 3px, ${hatching} 3px 4px)` }}
            aria-hidden="true"
          />
          {t('terrain.cutHouse')}
        </li>
      </ul>
    </div>
  );
}

function Gradients({ result }: { result: Extract<TerrainResult, { kind: 'slope' } | { kind: 'aspect' }> }) {
  const { t } = useWords();
  const nameOf = useClassName(result.kind);
  const entries = coloursOf(result).map((colour, i) => ({ token: colour.token, label: nameOf(colour, i) }));
  return <ClassLegend title={t(`terrain.legend_${result.kind}`)} entries={entries} />;
}

function Depths({ result }: { result: TerrainResult }) {
  const { t } = useWords();
  const digits = (value: number) => formatNumber(Math.abs(value), Number.isInteger(value) ? 0 : 2);
  const entries = coloursOf(result).map(({ token, from, to }) => {
    if (from < 0 && to > 0) return { token, label: t('terrain.asIs', { depth: digits(to) }) };
    const [near, far] = from >= 0 ? [from, to] : [to, from];
    const word = from >= 0 ? t('terrain.fill') : t('terrain.cut');
    const range = Math.abs(far) > 1e4 ? `> ${digits(near)}` : `${digits(near)}–${digits(far)}`;
    return { token, label: `${word} ${range}` };
  });
  return <ClassLegend title={t('terrain.legend_earthwork')} entries={entries} />;
}

function Zone() {
  const { t } = useWords();
  return (
    <ClassLegend
      title={t('terrain.buffer')}
      entries={[{ token: 'accent', label: t('terrain.legend_buffer'), isLine: true }]}
    />
  );
}
