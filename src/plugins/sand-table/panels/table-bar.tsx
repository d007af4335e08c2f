import { sunPosition } from '../../../../model/geo/sun.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { formatNumber } from '../../../kit/format.ts';
import { Icon, type IconName } from '../../../kit/icons.tsx';
import { Placed } from '../../../kit/slots.tsx';
import { useWords } from '../../../kit/words.ts';
import { deskOf } from '../../../twin/appearance.ts';
import { LENS_KINDS, type TableLens } from '../../../twin/table.ts';
import { LensLabel } from './lens-label.tsx';
import { TableLegend } from './table-legend.tsx';
import { TableTitle } from './table-title.tsx';

const ICONS: Record<TableLens['kind'], IconName> = {
  off: 'cube',
  underground: 'pipe',
  water: 'water',
  people: 'users',
  plan: 'layers',
};

/** From this altitude of the sun the studio is so dim that words on its wall are pale. */
const DARK_DEG = -1;

/** Six hours of the clock at a touch: a morning, noon, evening and night of the model. */
const HOURS_MS = 6 * 3_600_000;

/** What stands over the table: its name, what the lens shows, the bar of its controls. */
export function TableBar() {
  const { city } = useApp().twin;
  const isHall = useTwin((state) => deskOf(state).isBare === true);
  const isNight = useTwin(
    ({ shownTimeMs }) => sunPosition(Math.floor(shownTimeMs / 600_000) * 600_000, city.origin).altitudeDeg < DARK_DEG,
  );
  return (
    <div
      className={`table-over${isHall ? ' hall' : ''}${isNight ? ' night' : ''}`}
      data-size={isHall ? 'kiosk' : undefined}
    >
      {isHall && <TableTitle />}
      <LensLabel />
      <TableLegend />
      {isHall && <SelectedCard />}
      <Controls />
    </div>
  );
}

/** The hall has no docks: the card of the selected object stands over the table. */
function SelectedCard() {
  const app = useApp();
  const selectedGid = useTwin((state) => state.selectedGid);
  if (selectedGid === null) return null;
  const panel = app.placed('object').find(({ isShown }) => isShown?.(app.twin.getState(), app));
  return panel ? (
    <div className="table-card">
      <Placed panel={panel} />
    </div>
  ) : null;
}

function Controls() {
  const { t } = useWords();
  const { twin } = useApp();
  const lens = useTwin((state) => state.tableLens);
  const minuteMs = useTwin((state) => Math.floor(state.shownTimeMs / 60_000) * 60_000);
  const { changeLens, showEngine, showTime } = twin.getState();
  return (
    <div className="table-bar" role="toolbar" aria-label={t('table.bar')}>
      {LENS_KINDS.map((kind) => (
        <button key={kind} type="button" aria-pressed={lens.kind === kind} onClick={() => changeLens({ kind })}>
          <Icon name={ICONS[kind]} />
          <span>{t(`table.kinds.${kind}`)}</span>
        </button>
      ))}
      {lens.kind === 'underground' && <Depth lens={lens} />}
      <button type="button" onClick={() => showTime(twin.getState().shownTimeMs + HOURS_MS)}>
        <Icon name="sun" />
        <span>{formatTime(cityTime(minuteMs, twin.city.zone))}</span>
      </button>
      <button type="button" onClick={() => showEngine('globe')}>
        <Icon name="globe" />
        <span>{t('table.close')}</span>
      </button>
    </div>
  );
}

/** Deepest that the slider goes, metres: as deep as the block's sides show. */
const DEEPEST_M = 16;

function Depth({ lens }: { lens: TableLens }) {
  const { t } = useWords();
  const { twin } = useApp();
  return (
    <label className="table-depth">
      <span>
        {t('table.depth')} <b>{formatNumber(lens.depthM, 1)}</b>
        <span className="unit">{'\u2009m'}</span>
      </span>
      <input
        type="range"
        min={0.5}
        max={DEEPEST_M}
        step={0.5}
        value={lens.depthM}
        onChange={(event) => twin.getState().changeLens({ depthM: Number(event.target.value) })}
      />
    </label>
  );
}
