import { useEffect, useState } from 'react';
import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { PlaceNumbers } from '../../../../model/city/model-place.ts';
import { DEG_PER_RAD } from '../../../../model/geo/lon-lat.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { PickField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { placeOfLayer } from '../../../view/view-api.ts';
import { buildController, PLACE_PICKER } from '../controller.ts';
import { defaultCrs, mapPlaceOf, pointPlaceOf } from '../place-kinds.ts';
import { type ModelFacts, type ModelPlace, type OpenModel, type PlaceDoubt, placeByLetter } from '../project-slice.ts';
import { Refusal } from './refusal.tsx';

/** A form moves the model when the hand rests. */
const REST_MS = 300;
const FAR_KM = 20;

/** Where the model stands: what the file says, what is doubtful about it, and all of it to set by hand. The model itself is the preview. */
export function PlaceForm({ facts, open, onClose }: { facts: ModelFacts; open: OpenModel; onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { project } = useController(buildController);
  const [place, setPlace] = useState(open.place);
  const [byLetter, setByLetter] = useState<ReadonlySet<PlaceDoubt['code']>>(new Set());
  const [problem, setProblem] = useState<Reason | null>(null);
  const fail = (error: unknown) => setProblem(failureOf(error));
  const start = facts.proposed?.place ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the model follows what is typed, not where it stood
  useEffect(() => {
    if (place === open.place) return;
    const timer = setTimeout(() => void project.move(place).then(() => setProblem(null), fail), REST_MS);
    return () => clearTimeout(timer);
  }, [place]);
  const layer = twin.city.layers.find(({ id }) => id === open.layerId);
  const farKm = layer ? fromCityMiddleKm(layer, twin.city.extentM) : 0;
  const toggle = (doubt: PlaceDoubt) => {
    const next = new Set(byLetter);
    const isByLetter = !next.delete(doubt.code);
    if (isByLetter) next.add(doubt.code);
    setByLetter(next);
    if (start) setPlace(isByLetter ? placeByLetter(start, doubt) : start);
  };
  const takeStated = (stated: ModelPlace) => {
    setByLetter(new Set());
    setPlace(stated);
  };
  return (
    <div className="place-form">
      <p className="note">{t(start ? 'place.stated' : 'place.notStated', { source: t(sourceOf(facts)) })}</p>
      {facts.proposed?.doubts.map((doubt) => (
        <Doubt key={doubt.code} doubt={doubt} isByLetter={byLetter.has(doubt.code)} onToggle={() => toggle(doubt)} />
      ))}
      <Segmented
        small
        label={t('place.kind')}
        value={place.kind}
        options={(['map', 'point'] as const).map((value) => ({ value, label: t(`place.kind_${value}`) }))}
        onChange={(kind) => void ofKind(kind, place, facts).then(setPlace, fail)}
      />
      {place.kind === 'map' ? (
        <OnMap place={place} set={setPlace} />
      ) : (
        <AtPoint place={place} facts={facts} set={setPlace} />
      )}
      <HeightAndHeading place={place} set={setPlace} />
      <Refusal reason={problem} />
      {farKm > FAR_KM && (
        <p className="note">
          <span className="tag danger">{t('place.far', { km: formatNumber(farKm) })}</span>
        </p>
      )}
      <PlaceActions layer={layer} onClose={onClose} onAsFile={start && (() => takeStated(start))} />
    </div>
  );
}

function PlaceActions({
  layer,
  onClose,
  onAsFile,
}: {
  layer: LayerInfo | undefined;
  onClose: () => void;
  /** Null: the file states no place. */
  onAsFile: (() => void) | null;
}) {
  const { t } = useWords();
  const { view } = useApp();
  return (
    <div className="build-open">
      <button type="button" className="btn small primary" onClick={onClose}>
        {t('place.done')}
      </button>
      {layer && (
        <button type="button" className="btn small" onClick={() => view.flyToPlace(placeOfLayer(layer))}>
          {t('model.flyTo')}
        </button>
      )}
      {onAsFile && (
        <button type="button" className="btn small" onClick={onAsFile}>
          {t('place.asFile')}
        </button>
      )}
    </div>
  );
}

function HeightAndHeading({ place, set }: { place: ModelPlace; set: (place: ModelPlace) => void }) {
  return (
    <>
      <FieldControl
        of={PlaceNumbers.entries.elevationM}
        value={rounded(place.elevationM, 3)}
        onChange={(elevationM) => set({ ...place, elevationM })}
      />
      <FieldControl
        of={PlaceNumbers.entries.rotationDeg}
        value={rounded(place.rotationRad * DEG_PER_RAD, 4)}
        onChange={(deg) => set({ ...place, rotationRad: deg / DEG_PER_RAD })}
      />
    </>
  );
}

/** The same place, told the other way. */
async function ofKind(kind: ModelPlace['kind'], place: ModelPlace, facts: ModelFacts): Promise<ModelPlace> {
  if (kind === 'map' && place.kind === 'point') return await mapPlaceOf(place, defaultCrs(place.lonDeg, place.latDeg));
  if (kind === 'point' && place.kind === 'map') return await pointPlaceOf(place, facts.middleM);
  return place;
}

function fromCityMiddleKm(layer: LayerInfo, [west, south, east, north]: readonly number[]): number {
  const { eastM, northM } = placeOfLayer(layer);
  return Math.hypot(eastM - (west + east) / 2, northM - (south + north) / 2) / 1000;
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

function sourceOf({ proposed }: ModelFacts): 'place.source_map' | 'place.source_point' {
  return proposed?.place.kind === 'map' ? 'place.source_map' : 'place.source_point';
}

/** One thing that the file cannot mean: what it says, what was taken, and the choice between them. */
function Doubt({
  doubt: { code, stated, taken },
  isByLetter,
  onToggle,
}: {
  doubt: PlaceDoubt;
  isByLetter: boolean;
  onToggle: () => void;
}) {
  const { t } = useWords();
  const decimals = code === 'scale' ? 6 : 1;
  const pair = (values: readonly number[]) => values.map((value) => formatNumber(value, decimals)).join(' · ');
  return (
    <div className="place-doubt">
      <b>{t(`problem.ifc-${code}`)}</b>
      <label className="tick">
        <input type="radio" checked={!isByLetter} onChange={onToggle} />
        <span>{t(code === 'far-from-zero' ? 'place.takeMiddle' : 'place.take', { value: pair(taken) })}</span>
      </label>
      <label className="tick">
        <input type="radio" checked={isByLetter} onChange={onToggle} />
        <span>{t(code === 'far-from-zero' ? 'place.takeZero' : 'place.letter', { value: pair(stated) })}</span>
      </label>
    </div>
  );
}

type OnMapPlace = Extract<ModelPlace, { kind: 'map' }>;
type PointPlace = Extract<ModelPlace, { kind: 'point' }>;

/** What is mostly written in projects here; any other is typed. */
const DEFAULT_SYSTEMS = ['EPSG:4545', 'EPSG:4546', 'EPSG:4547', 'EPSG:4548', 'EPSG:32649', 'EPSG:32650', 'EPSG:25832'];

function OnMap({ place, set }: { place: OnMapPlace; set: (place: ModelPlace) => void }) {
  const { t } = useWords();
  return (
    <>
      <TextField
        label={t('place.crs')}
        hint="EPSG:4547"
        value={place.crs}
        offers={DEFAULT_SYSTEMS.map((value) => ({ value }))}
        onChange={(crs) => set({ ...place, crs })}
      />
      <Fields
        of={PlaceNumbers}
        only={['eastM', 'northM']}
        value={{ eastM: rounded(place.eastM, 3), northM: rounded(place.northM, 3) }}
        onChange={(part) => set({ ...place, ...part })}
      />
    </>
  );
}

function AtPoint({ place, facts, set }: { place: PointPlace; facts: ModelFacts; set: (place: ModelPlace) => void }) {
  const { t } = useWords();
  const isMiddle = place.anchorM[0] === facts.middleM[0] && place.anchorM[1] === facts.middleM[1];
  return (
    <>
      <Fields
        of={PlaceNumbers}
        only={['lonDeg', 'latDeg']}
        value={{ lonDeg: rounded(place.lonDeg, 7), latDeg: rounded(place.latDeg, 7) }}
        onChange={(part) => set({ ...place, ...part })}
      />
      <OnGround onPick={(lonLat, elevationM) => set({ ...place, ...lonLat, elevationM: elevationM - facts.lowM })} />
      <Segmented
        small
        label={t('place.anchor')}
        value={isMiddle ? 'middle' : 'zero'}
        options={(['zero', 'middle'] as const).map((value) => ({ value, label: t(`place.anchor_${value}`) }))}
        onChange={(value) => set({ ...place, anchorM: value === 'zero' ? [0, 0] : facts.middleM })}
      />
    </>
  );
}

/** A click on the picture sets the point; the model's lowest part then stands on the ground there. */
function OnGround({ onPick }: { onPick: (lonLat: { lonDeg: number; latDeg: number }, elevationM: number) => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const [isPicking, setPicking] = useState(false);
  const point = useTwin(({ pick }) => (pick?.owner === PLACE_PICKER ? pick.points[0] : null) ?? null);
  const { startPicking, endPicking } = twin.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onPick` is written inline and means the same each time
  useEffect(() => {
    if (!isPicking || !point) return;
    const { lonDeg, latDeg } = point.lonLat;
    endPicking(PLACE_PICKER);
    setPicking(false);
    onPick({ lonDeg, latDeg }, point.elevationM);
  }, [isPicking, point]);
  return (
    <PickField
      icon="pin"
      label={t('place.pick')}
      hint={t('place.pickHint')}
      isPicking={isPicking}
      onPick={(on) => {
        if (on) startPicking(PLACE_PICKER, 'place', 'distance');
        else endPicking(PLACE_PICKER);
        setPicking(on);
      }}
    />
  );
}
