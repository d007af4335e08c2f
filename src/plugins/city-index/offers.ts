import type { LayerInfo } from '../../../model/city/manifest.ts';
import { basesOf } from '../../../model/city-index/index-card.ts';
import { M_PER_KM } from '../../kit/format.ts';
import type { App } from '../../kit/plugin.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import { type IndexOffer, type IndexSlice, shownCard, shownValues } from './slice.ts';

const MS_PER_YEAR = 365.25 * 86_400_000;
const FRESH_YEARS = 2;
const SENSORS = 'sensors';
/** Digits after the point of a value that is offered. */
const DIGITS = 2;

type Offers = Record<string, IndexOffer | undefined>;

/** An alarm that was acknowledged while this window listened. */
type AcknowledgedMs = readonly number[];

/** Returns what the twin knows of the bases of both cards; what it does not know is not offered. */
export async function offersOf(app: App, acknowledgedMs: AcknowledgedMs): Promise<Offers> {
  return {
    sensorDensity: sensorDensity(app),
    cameraCoverage: cameraCoverage(app),
    readingCompleteness: readingCompleteness(app),
    buildingAttributes: await attributesOf(app, 'building'),
    pipeAttributes: await attributesOf(app, 'pipe'),
    layerFreshness: layerFreshness(app),
    alarmAcknowledgement: acknowledgement(acknowledgedMs),
    casesOnTime: casesOnTime(app),
    cityManagementIndex: casesOnTime(app),
    keyAreaVideo: cameraCoverage(app),
    networkedVideo: networkedVideo(app),
    liveThings: liveThings(app),
  };
}

/** Returns the offers for bases that have no value yet, in the order of the card. */
export function openOffers(state: Pick<IndexSlice, 'indexCards' | 'indexKind' | 'indexYear' | 'indexOffers'>) {
  const card = shownCard(state);
  const values = shownValues(state);
  return (card ? basesOf(card) : []).flatMap(({ id, name, unit }) => {
    const one = state.indexOffers[id];
    return one && values[id] === undefined ? [{ id, name, unit, offer: one }] : [];
  });
}

function offer(value: number, zh: string, en: string): IndexOffer {
  return { value: Number(value.toFixed(DIGITS)), note: { zh, en } };
}

function areaKm2({ twin }: App): number {
  const [west, south, east, north] = twin.city.extentM;
  return ((east - west) / M_PER_KM) * ((north - south) / M_PER_KM);
}

function sensorDensity(app: App): IndexOffer | undefined {
  const { sensors } = app.twin.getState();
  const count = sensors?.length ?? app.twin.city.layers.find(({ id }) => id === SENSORS)?.count;
  return count ? perKm2(app, count) : undefined;
}

/** A thing counts whose newest reading is no older than its cadence allows. */
function liveThings(app: App): IndexOffer | undefined {
  const live = app.service(LIVE_FEED)?.live();
  const { feedMs } = app.twin.getState();
  if (!live || feedMs === 0) return undefined;
  const count = live.sensors.filter((_, sensor) => {
    const streams = live.firstStream[sensor + 1] - live.firstStream[sensor];
    return Array.from({ length: streams }, (_, i) => live.firstStream[sensor] + i).some(
      (stream) => Number.isFinite(live.timesMs[stream]) && !live.isStale(stream, feedMs),
    );
  }).length;
  return perKm2(app, count);
}

function perKm2(app: App, count: number): IndexOffer | undefined {
  const km2 = areaKm2(app);
  if (km2 <= 0) return undefined;
  const area = km2.toFixed(2);
  return offer(
    count / km2,
    `${count} 台 ÷ ${area} km²（数据范围的外接矩形）`,
    `${count} ÷ ${area} km² (box of the city’s data)`,
  );
}

function networkedVideo({ twin }: App): IndexOffer | undefined {
  const known = (twin.getState().camerasSeen ?? []).filter(({ state }) => state !== 'unknown');
  if (known.length === 0) return undefined;
  const online = known.filter(({ state }) => state === 'online').length;
  return offer(
    (100 * online) / known.length,
    `联网 ${online} 路 ÷ 已知状态 ${known.length} 路（“摄像头”工具所列）`,
    `${online} online of ${known.length} whose state is known, of those listed in the camera tool`,
  );
}

function cameraCoverage({ twin }: App): IndexOffer | undefined {
  const { coverage, coverageRadiusM: radius } = twin.getState();
  if (!coverage || coverage.freeM2 <= 0) return undefined;
  const seen = Math.round(coverage.freeM2 - coverage.blindM2);
  const free = Math.round(coverage.freeM2);
  return offer(
    (100 * seen) / free,
    `${seen} m² ÷ ${free} m²，“摄像头”工具所选地点 ${radius} m 以内，不代表全市`,
    `${seen} m² ÷ ${free} m², within ${radius} m of the place picked in the camera tool, not of the whole city`,
  );
}

function readingCompleteness({ twin }: App): IndexOffer | undefined {
  const { feedQuality: quality } = twin.getState();
  if (!quality || quality.received === 0) return undefined;
  const { received, lost } = quality;
  return offer(
    (100 * received) / (received + lost),
    `收到 ${received}，缺失 ${lost}，自本窗口打开以来`,
    `${received} received, ${lost} lost, since this window was opened`,
  );
}

/** Values over all attributes of existing layers of a kind, names and notes not counted. */
async function attributesOf({ twin, catalogue }: App, kind: LayerInfo['kind']): Promise<IndexOffer | undefined> {
  let filled = 0;
  let places = 0;
  for (const layer of twin.city.layers) {
    if (layer.kind !== kind || layer.state !== 'existing') continue;
    for (const { name, type } of layer.attributes) {
      if (type === 'string') continue;
      filled += (await catalogue.summarise(layer.id, name)).count;
      places += layer.count;
    }
  }
  if (places === 0) return undefined;
  return offer(
    (100 * filled) / places,
    `${filled} 个值 ÷ ${places} 个应填值（数值与代码属性，含推断的值）`,
    `${filled} values ÷ ${places} places (numbers and codes, inferred ones included)`,
  );
}

function layerFreshness({ twin }: App): IndexOffer | undefined {
  const nowMs = Date.now();
  const ages = twin.city.layers.flatMap(({ source }) => {
    const ms = source.date === undefined ? Number.NaN : Date.parse(source.date);
    return Number.isFinite(ms) ? [(nowMs - ms) / MS_PER_YEAR] : [];
  });
  if (ages.length === 0) return undefined;
  const fresh = ages.filter((years) => years <= FRESH_YEARS).length;
  return offer(
    (100 * fresh) / ages.length,
    `${fresh} 层 ÷ ${ages.length} 层注明日期的图层`,
    `${fresh} of ${ages.length} layers that have a date`,
  );
}

function acknowledgement(delaysMs: AcknowledgedMs): IndexOffer | undefined {
  if (delaysMs.length === 0) return undefined;
  const sorted = [...delaysMs].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const medianMs = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return offer(
    medianMs / 60_000,
    `本窗口打开以来确认的 ${sorted.length} 条告警的中位数`,
    `median of ${sorted.length} alarms acknowledged since this window was opened`,
  );
}

function casesOnTime({ twin }: App): IndexOffer | undefined {
  const { cases, feedMs } = twin.getState();
  const open = cases.filter(({ stage }) => stage !== 'closed');
  if (open.length === 0) return undefined;
  const late = open.filter(({ dueMs }) => dueMs !== null && dueMs < feedMs).length;
  const inTime = open.length - late;
  return offer(
    (100 * inTime) / open.length,
    `${inTime} 件 ÷ ${open.length} 件在办案件`,
    `${inTime} of ${open.length} open cases`,
  );
}
