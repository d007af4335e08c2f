import { useState } from 'react';
import { boundsOf } from '../../../../model/questions/field.ts';
import { type BrokenLimit, brokenLimits, middleOfRing } from '../../../../model/schemes/edit-building.ts';
import { type Scheme, SchemeBuilding, SchemeMove, type SchemeParcel } from '../../../../model/schemes/scheme.ts';
import { areaM2, edgeOf } from '../../../../model/schemes/site-geometry.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Chip } from '../../../kit/controls.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, NumberField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { schemeDesignController } from '../controller.ts';
import { OwnBasement } from './basement.tsx';

/** The volumes of a parcel: one is chosen, moved by its handles in the picture or by the numbers here; those that break a limit are marked. */
export function Buildings({ scheme, parcel }: { scheme: Scheme; parcel: SchemeParcel }) {
  const { t } = useWords();
  const set = useTwin(({ setSchemes }) => setSchemes);
  const chosen = useTwin(({ schemeBuilding }) => schemeBuilding);
  const own = scheme.buildings.filter((one) => one.parcel === parcel.id);
  const building = own.find(({ id }) => id === chosen);
  if (own.length === 0) return null;
  return (
    <details className="scheme-buildings" open={building !== undefined}>
      <summary>{t('schemes.buildings', { count: own.length })}</summary>
      <div className="chips">
        {own.map((one, i) => {
          const isBroken = brokenLimits(one, parcel, scheme).length > 0;
          return (
            <Chip
              key={one.id}
              on={one.id === chosen}
              onClick={() => set({ schemeBuilding: one.id === chosen ? null : one.id })}
            >
              {`${isBroken ? '⚠ ' : ''}${t('schemes.building', { n: i + 1 })}`}
            </Chip>
          );
        })}
      </div>
      {building && <BuildingForm key={building.id} scheme={scheme} parcel={parcel} building={building} />}
      <History />
    </details>
  );
}

function BuildingForm({
  scheme,
  parcel,
  building,
}: {
  scheme: Scheme;
  parcel: SchemeParcel;
  building: SchemeBuilding;
}) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const { ringM, storeys, heightM, baseM } = building;
  const [eastM, northM] = middleOfRing(ringM).map((value) => Number(value.toFixed(2)));
  const [turnDeg, setTurn] = useState(0);
  const [edge, setEdge] = useState(0);
  const [outM, setOut] = useState(0);
  const edit = controller.editOnce;
  const broken = brokenLimits(building, parcel, scheme);
  return (
    <>
      <p className="note">
        {t('schemes.buildingFacts', {
          area: formatNumber(areaM2(ringM), 1),
          gfa: formatNumber(areaM2(ringM) * storeys),
          base: formatNumber(baseM, 1),
          top: formatNumber(baseM + heightM, 1),
        })}
      </p>
      {broken.map((one) => (
        <p key={one.code} className="scheme-short" role="status" data-broken={one.code}>
          {brokenText(t, one)}
        </p>
      ))}
      <p className="note">{t('schemes.handlesHint')}</p>
      <Fields
        of={SchemeMove}
        only={['eastM', 'northM']}
        value={{ eastM, northM }}
        onChange={(to) =>
          edit({ kind: 'move', eastM: (to.eastM ?? eastM) - eastM, northM: (to.northM ?? northM) - northM })
        }
      />
      <NumberField
        label={t('schemes.storeys')}
        {...boundsOf(SchemeBuilding.entries.storeys)}
        value={storeys}
        onChange={(value) => edit({ kind: 'storeys', storeys: value })}
      />
      <NumberField
        label={t('schemes.buildingHeight')}
        {...boundsOf(SchemeBuilding.entries.heightM)}
        value={Number(heightM.toFixed(2))}
        onChange={(value) => edit({ kind: 'height', heightM: value })}
      />
      <OwnBasement building={building} parcel={parcel} />
      <FieldControl of={SchemeMove.entries.turnDeg} value={turnDeg} onChange={setTurn} />
      <p className="row-head">
        <button type="button" className="btn small" onClick={() => edit({ kind: 'turn', turnDeg })}>
          {t('schemes.turnIt')}
        </button>
      </p>
      <ChoiceField
        label={t('schemes.edgeToPush')}
        value={edge}
        options={ringM.map((_, i) => {
          const [[ax, ay], [bx, by]] = edgeOf(ringM, i);
          return { value: i, label: `${i + 1} · ${formatNumber(Math.hypot(bx - ax, by - ay), 1)} m` };
        })}
        onChange={setEdge}
      />
      <FieldControl of={SchemeMove.entries.outM} value={outM} onChange={setOut} />
      <p className="row-head">
        <button type="button" className="btn small" onClick={() => edit({ kind: 'push', edge, outM })}>
          {t('schemes.pushEdge')}
        </button>
      </p>
    </>
  );
}

function brokenText(t: ReturnType<typeof useWords>['t'], { code, limit, got }: BrokenLimit): string {
  return t(`schemes.broken_${code}`, { limit: formatNumber(limit, 2), got: formatNumber(got, 2) });
}

/** Every change of the schemes can be taken back while the page is open. */
function History() {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const undo = useTwin(({ schemeUndo }) => schemeUndo);
  const redo = useTwin(({ schemeRedo }) => schemeRedo);
  return (
    <p className="row-head">
      <button type="button" className="btn small" disabled={undo === 0} onClick={() => controller.undo()}>
        {t('schemes.undo')}
      </button>
      <button type="button" className="btn small" disabled={redo === 0} onClick={() => controller.redo()}>
        {t('schemes.redo')}
      </button>
    </p>
  );
}
