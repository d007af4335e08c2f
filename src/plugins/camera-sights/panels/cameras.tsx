import { CAMERA_DEFAULTS } from '../../../../model/city/cameras.ts';
import { CameraRadii } from '../../../../model/questions/camera-sights.ts';
import type { SeenBy } from '../../../../workers/camera-sights/engine-types.ts';
import { AnalysisFacts } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Quantity, Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import { formatNumber, HECTARE } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { CAMERA_SIGHTS, cameraSightsController, FLIGHT_RADIUS_M, WALL_PANEL } from '../controller.ts';
import { CameraPictureFrame } from './picture.tsx';

/** Listed cameras at most of those that do not see the place. */
const OTHERS_LISTED = 12;
const HECTARE_M2 = 10_000;

/** Which cameras see a place, how well, and what of the ground around it no camera sees. */
export function CamerasPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const controller = useController(cameraSightsController);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const layers = useTwin((state) => Object.keys(state.layers).join(' '));
  const facts = useQuery(`camera facts ${layers} ${JSON.stringify(roles)}`, () => controller.facts());
  const failure = useTwin(({ camerasFailure }) => camerasFailure);
  const { aboveGroundM, tiltDeg, fovDeg } = CAMERA_DEFAULTS;
  return (
    <Panel title={t('cameras.title')} className="dock cameras analysis" onClose={onClose}>
      <AnalysisFacts facts={facts} />
      {facts.kind === 'answered' && facts.answer === null && <EmptyState icon="camera">{t('cameras.none')}</EmptyState>}
      {facts.kind === 'answered' && facts.answer !== null && (
        <section className="part">
          <p className="note">{t('cameras.about', { count: facts.answer.count })}</p>
          {facts.answer.layers.map(({ label, count, noHeading }) => (
            <p key={of(label)} className="note" data-cameras-of={of(label)}>
              {t('cameras.ofLayer', {
                layer: of(label),
                count,
                noHeading,
                height: aboveGroundM,
                tilt: -tiltDeg,
                fov: fovDeg,
              })}
            </p>
          ))}
          {facts.answer.inside.length > 0 && (
            <p className="note" role="alert">
              {t('cameras.inside', {
                count: facts.answer.inside.length,
                ids: facts.answer.inside.map(({ id, building }) => `${id} (${building})`).join(', '),
              })}
            </p>
          )}
          <PlaceField />
          <ChosenCamera />
          {failure && <ErrorNotice what={t('analysis.failed')} reason={failure} />}
          <SeenList />
          <Coverage />
        </section>
      )}
    </Panel>
  );
}

function PlaceField() {
  const { t } = useWords();
  const { twin } = useApp();
  const place = useTwin(({ camerasPlace }) => camerasPlace);
  const picking = useTwin((state) => pickingOf(state, CAMERA_SIGHTS));
  const { startPicking, endPicking } = twin.getState();
  return (
    <p className="row-head">
      <span className="note">{t(place ? 'cameras.picked' : 'cameras.notPicked')}</span>
      <span className="space" />
      <PickField
        icon="pin"
        label={t('cameras.pick')}
        hint={t('cameras.pickHint')}
        isPicking={picking === 'place'}
        onPick={(on) => (on ? startPicking(CAMERA_SIGHTS, 'place', 'distance') : endPicking(CAMERA_SIGHTS))}
      />
    </p>
  );
}

/** The picture of the camera that was chosen, and how it stands. */
function ChosenCamera() {
  const { t } = useWords();
  const controller = useController(cameraSightsController);
  const chosen = useTwin(({ frustum }) => frustum);
  const isInScene = useTwin(({ isPictureInScene }) => isPictureInScene);
  const set = useTwin(({ setCameras }) => setCameras);
  if (!chosen) return null;
  const { camera, isInside } = chosen;
  return (
    <div className="chosen-camera">
      <CameraPictureFrame key={camera.id} camera={{ ...camera, isInside }} />
      <p className="row-head">
        <span>{t('cameras.inScene')}</span>
        <span className="space" />
        <Switch
          label={t('cameras.inScene')}
          on={isInScene}
          onChange={(isPictureInScene) => set({ isPictureInScene })}
        />
      </p>
      <p className="row-head">
        <span className="note">
          {t('cameras.pose', {
            heading: formatNumber((camera.headingDeg + 360) % 360),
            tilt: formatNumber(camera.tiltDeg),
            fov: formatNumber(camera.fovDeg),
            width: camera.pixels[0],
            height: camera.pixels[1],
          })}
          {camera.assumed.length > 0 && ` · ${t('cameras.usual')}`}
        </span>
        <span className="space" />
        <button type="button" className="btn small" onClick={() => void controller.showFrustum(null)}>
          {t('analysis.clear')}
        </button>
      </p>
    </div>
  );
}

function SeenList() {
  const { t } = useWords();
  const { panels } = useApp();
  const seen = useTwin(({ camerasSeen }) => camerasSeen);
  if (!seen) return null;
  const see = seen.filter(({ verdict }) => verdict === 'seen');
  const others = seen.filter(({ verdict }) => verdict !== 'seen');
  return (
    <>
      <p role="status">
        <b>{see.length === 0 ? t('cameras.seenByNone') : t('cameras.seenBy', { count: see.length })}</b>
      </p>
      <p className="form-actions">
        <button type="button" className="btn" onClick={() => panels.getState().show(WALL_PANEL, true)}>
          {t('cameras.wallOpen')}
        </button>
      </p>
      <ul className="camera-list">
        {[...see, ...others.slice(0, OTHERS_LISTED)].map((one) => (
          <CameraRow key={one.id} one={one} />
        ))}
      </ul>
      {others.length > OTHERS_LISTED && (
        <p className="note">{t('cameras.more', { count: others.length - OTHERS_LISTED })}</p>
      )}
      <p className="note">{t('cameras.note')}</p>
    </>
  );
}

function CameraRow({ one }: { one: SeenBy }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const controller = useController(cameraSightsController);
  const isShown = useTwin(({ frustum }) => frustum?.id === one.id);
  const show = () => {
    void controller.showFrustum(isShown ? null : one.id);
    const [eastM, northM, upM] = one.at;
    if (!isShown) view.flyToPlace({ eastM, northM, upM, radiusM: FLIGHT_RADIUS_M });
  };
  const isSeen = one.verdict === 'seen';
  return (
    <li data-camera={one.id} data-verdict={one.verdict}>
      <button type="button" aria-pressed={isShown} onClick={show}>
        <span>{of(one.name)}</span>
        <b>
          {isSeen ? (
            <Quantity value={formatNumber(one.pixelsPerM)} unit="px/m" />
          ) : (
            t(one.verdict === 'inside' ? 'cameras.standsInside' : `cameras.${one.verdict}`)
          )}
        </b>
        <span className="note">
          {[
            one.id,
            t('cameras.away', { distance: formatNumber(one.distanceM) }),
            one.state === 'offline' ? t('cameras.offline') : '',
            isSeen && one.assumed.includes('pixels') ? t('cameras.assumed') : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </button>
    </li>
  );
}

function Coverage() {
  const { t, language } = useWords();
  const controller = useController(cameraSightsController);
  const place = useTwin(({ camerasPlace }) => camerasPlace);
  const coverage = useTwin((state) => state.coverage);
  const coverageRadiusM = useTwin((state) => state.coverageRadiusM);
  const set = useTwin(({ setCameras }) => setCameras);
  const percent = (areaM2: number) => formatNumber((100 * areaM2) / Math.max(1, coverage?.freeM2 ?? 1), 1);
  const rows = coverage
    ? [
        { name: t('cameras.blind'), areaM2: coverage.blindM2 },
        { name: t('cameras.once'), areaM2: coverage.freeM2 - coverage.blindM2 - coverage.twiceM2 },
        { name: t('cameras.twice'), areaM2: coverage.twiceM2 },
      ]
    : [];
  return (
    <>
      <Fields of={CameraRadii} only={['coverageRadiusM']} value={{ coverageRadiusM }} onChange={set} />
      <p className="form-actions">
        <button type="button" className="btn primary" disabled={!place} onClick={() => void controller.cover()}>
          {t('cameras.cover')}
        </button>
        {coverage && (
          <button type="button" className="btn small" onClick={() => controller.clear()}>
            {t('analysis.clear')}
          </button>
        )}
      </p>
      {coverage && (
        <>
          <dl className="keys coverage-keys">
            {rows.map(({ name, areaM2 }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <Quantity value={formatNumber(areaM2 / HECTARE_M2, 2)} unit={HECTARE[language]} /> · {percent(areaM2)}{' '}
                  %
                </dd>
              </div>
            ))}
          </dl>
          <p className="note">{t('cameras.coverNote')}</p>
        </>
      )}
    </>
  );
}
