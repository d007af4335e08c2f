import { useState } from 'react';
import { type TrafficClass, WADING_LIMITS } from '../../../../model/roads/vehicles.ts';
import type { Text } from '../../../../model/text/text.ts';
import type { ClosedSegment } from '../../../../workers/road-routes/closures.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { FormRow, FormSection, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { SiteWorks } from '../../../kit/site-works.tsx';
import { useWords } from '../../../kit/words.ts';
import { resourceDispatchController } from '../controller.ts';
import { PickButton } from './pick-button.tsx';

/** Listed closures at most; all are on the map. */
const CLOSURES_LISTED = 40;
const FLIGHT_RADIUS_M = 150;

/** Roads that are closed now, by water and by hand, and the means to close more. */
export function Closures({ streets }: { streets: readonly Text[] }) {
  const { t } = useWords();
  const orders = useTwin(({ roadOrders }) => roadOrders);
  const set = useTwin(({ setRoadOrders }) => setRoadOrders);
  return (
    <>
      <FormSection title={t('dispatch.closeByHand')}>
        <div className="chips">
          <PickButton kind="closePoint" label={t('dispatch.closePoint')} hint={t('dispatch.closePointHint')} />
          <PickButton kind="closeLine" label={t('dispatch.closeLine')} hint={t('dispatch.closeLineHint')} points={2} />
          <PickButton kind="closeArea" label={t('dispatch.closeArea')} hint={t('dispatch.closeAreaHint')} points={3} />
        </div>
        <StreetField streets={streets} />
        {orders.map(({ id, name, segments }) => (
          <FormRow key={id} title={name} onRemove={() => set(orders.filter((one) => one.id !== id))}>
            <p className="note">{t('dispatch.segments', { count: segments.length })}</p>
          </FormRow>
        ))}
      </FormSection>
      <SiteWorks />
      <ClosedList />
    </>
  );
}

/** Closes a whole street by its name. */
function StreetField({ streets }: { streets: readonly Text[] }) {
  const { t, of } = useWords();
  const controller = useController(resourceDispatchController);
  const [name, setName] = useState('');
  const isKnown = streets.some((street) => street.zh === name || street.en === name);
  const close = () => {
    void controller.closeStreet(name);
    setName('');
  };
  return (
    <div className="street-field">
      <TextField
        label={t('dispatch.street')}
        value={name}
        offers={[...new Set(streets.map((street) => of(street)))].map((value) => ({ value }))}
        onChange={setName}
      />
      <button type="button" className="btn small" disabled={!isKnown} onClick={close}>
        {t('dispatch.closeStreet')}
      </button>
    </div>
  );
}

/** What is closed at the shown time, to whom and why. */
function ClosedList() {
  const { t } = useWords();
  const { twin } = useApp();
  const closed = useTwin(({ closedSegments }) => closedSegments);
  const water = useTwin(({ roadWater }) => roadWater);
  const worst = [...closed].sort((a, b) => b.by.length - a.by.length || b.depthM - a.depthM);
  const when = water && formatTime(cityTime(water.timeMs, twin.city.zone));
  return (
    <FormSection title={t('dispatch.closedNow')}>
      <p className="note" role="status">
        {water && when ? t('dispatch.waterOf', { run: water.label, time: when }) : t('dispatch.noWater')}
      </p>
      <p>
        <b>{closed.length === 0 ? t('dispatch.noneClosed') : t('dispatch.closedCount', { count: closed.length })}</b>
      </p>
      <ul className="closed-list">
        {worst.slice(0, CLOSURES_LISTED).map((one) => (
          <ClosedRow key={one.id} one={one} />
        ))}
      </ul>
      {worst.length > CLOSURES_LISTED && (
        <p className="note">{t('dispatch.more', { count: worst.length - CLOSURES_LISTED })}</p>
      )}
      <p className="note">
        {t('dispatch.limits', {
          walkers: WADING_LIMITS.walkers.depthM,
          cars: WADING_LIMITS.cars.depthM,
          engines: WADING_LIMITS.fireEngines.depthM,
        })}
      </p>
    </FormSection>
  );
}

const CLASS_WORDS: Record<TrafficClass, 'dispatch.walkers' | 'dispatch.cars' | 'dispatch.engines'> = {
  walkers: 'dispatch.walkers',
  cars: 'dispatch.cars',
  fireEngines: 'dispatch.engines',
};

function ClosedRow({ one }: { one: ClosedSegment }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const go = () => {
    const [eastM, northM] = one.line[one.line.length >> 1];
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: FLIGHT_RADIUS_M });
  };
  const reasons = one.water.map(({ traffic, by, value, limit }) =>
    t(by === 'depth' ? 'dispatch.byDepth' : 'dispatch.bySpeed', {
      who: t(CLASS_WORDS[traffic]),
      value: formatNumber(value, 2),
      limit: formatNumber(limit, 1),
    }),
  );
  return (
    <li>
      <button type="button" className="link" onClick={go}>
        {of(one.name) || one.id}
      </button>
      {one.depthM > 0 && <b>{t('dispatch.depth', { depth: formatNumber(one.depthM, 2) })}</b>}
      <span className="note">
        {[
          ...one.by.map((by) => t(one.isOneWay ? 'dispatch.byWorksOneWay' : 'dispatch.byOrder', { name: by })),
          ...reasons,
        ].join(' · ')}
      </span>
    </li>
  );
}
