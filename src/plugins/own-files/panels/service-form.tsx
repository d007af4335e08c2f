import { useState } from 'react';
import * as v from 'valibot';
import type { NamedService } from '../../../../model/city/feature-service.ts';
import {
  FEATURE_SERVICE_CRS,
  type FeatureServiceCrs,
  MAX_OFFSET_M,
  MAX_SERVICE_NAME,
  SERVICE_KINDS,
  WMS_VERSIONS,
} from '../../../../model/city/service-kinds.ts';
import {
  isOffering,
  type OfferingKind,
  type ServiceOffer,
  ServiceOffers,
} from '../../../../model/city/service-offer.ts';
import { useService } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';

type Kind = NamedService['kind'];
const EMPTY = {
  kind: 'oapif' as Kind,
  name: '',
  url: '',
  licence: '',
  layer: '',
  crs: 'CRS84' as FeatureServiceCrs,
  version: WMS_VERSIONS[0] as (typeof WMS_VERSIONS)[number],
  matrixSet: '',
  matrix: '{z}',
  style: 'default',
  offsetM: 0,
};
type Draft = typeof EMPTY;

/** Standards go by their own names in every language. */
const KIND_NAMES: Record<Kind, string> = {
  oapif: 'OGC API – Features',
  wfs: 'WFS 2.0',
  '3dtiles': '3D Tiles',
  wms: 'WMS',
  wmts: 'WMTS',
  xyz: 'XYZ',
};
/** What each kind is asked for beside its name, address and licence. */
const FIELDS: Record<Kind, readonly (keyof Draft)[]> = {
  oapif: ['layer', 'crs'],
  wfs: ['layer', 'crs'],
  '3dtiles': ['offsetM'],
  wms: ['layer', 'crs', 'version'],
  wmts: ['layer', 'crs', 'matrixSet', 'matrix', 'style'],
  xyz: ['crs'],
};
const HINTS: Record<Kind, string> = {
  oapif: 'https://gis.example/api',
  wfs: 'https://gis.example/wfs',
  '3dtiles': 'https://gis.example/town/tileset.json',
  wms: 'https://gis.example/wms',
  wmts: 'https://gis.example/wmts',
  xyz: 'https://gis.example/{z}/{x}/{y}.png',
};

/** The form in which an administrator names a service by its address. */
export function ServiceForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const session = useService(ACCOUNT_SESSION);
  const [draft, setDraft] = useState(EMPTY);
  const [failure, setFailure] = useState<string | null>(null);
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { kind, name, url, licence } = draft;
  const isFeatures = kind === 'oapif' || kind === 'wfs';
  const add = () => {
    const own = Object.fromEntries(FIELDS[kind].map((field) => [field, draft[field]]));
    void session
      .post('feature-services', { id: crypto.randomUUID(), kind, name, url, licence, ...own })
      .then(onDone, (error: unknown) => setFailure(reasonOf(error)));
  };
  return (
    <div className="drop-service-form">
      <ChoiceField
        label={t('drop.serviceKind')}
        value={kind}
        options={SERVICE_KINDS.map((value) => ({ value, label: KIND_NAMES[value] }))}
        onChange={(next) => put({ kind: next, crs: next === 'oapif' || next === 'wfs' ? 'CRS84' : 'EPSG:3857' })}
      />
      <TextField label={t('drop.serviceName')} value={name} onChange={(value) => put({ name: value })} />
      <TextField
        label={t('drop.serviceAddress')}
        value={url}
        hint={HINTS[kind]}
        onChange={(value) => put({ url: value })}
      />
      {isOffering(kind) && <Offers kind={kind} url={url} put={put} hasName={name !== ''} />}
      <OwnFields draft={draft} put={put} />
      <TextField label={t('common.licence')} value={licence} onChange={(value) => put({ licence: value })} />
      <p className="note">{t(isFeatures ? 'drop.serviceNote' : 'drop.servicePictureNote')}</p>
      {failure !== null && <ErrorNotice what={t('drop.serviceFailed')} reason={failure} />}
      <button type="button" className="btn small primary" onClick={add}>
        {t('drop.serviceAdd')}
      </button>
    </div>
  );
}

/** Which system is taken where a layer has several: pictures in Web Mercator lie on the globe's own tiles. */
const PREFERRED: readonly FeatureServiceCrs[] = ['EPSG:3857', 'CRS84', 'EPSG:4490', 'EPSG:4326'];

interface OffersProps {
  kind: OfferingKind;
  url: string;
  hasName: boolean;
  put(part: Partial<Draft>): void;
}

/** Asks the address which layers it has; the one that is chosen fills the form. */
function Offers({ kind, url, hasName, put }: OffersProps) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const session = useService(ACCOUNT_SESSION);
  const [list, setList] = useState<(ServiceOffers & { of: string }) | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const of = `${kind} ${url}`;
  const read = () => {
    setReading(true);
    setFailure(null);
    void session
      .get(`feature-services/offers?${new URLSearchParams({ kind, url })}`)
      .then((json) => setList({ ...v.parse(ServiceOffers, json), of }))
      .catch((error: unknown) => setFailure(reasonOf(error)))
      .finally(() => setReading(false));
  };
  const choose = ({ layer, title, crs, version, matrixSet, matrix, style }: ServiceOffer) => {
    const system = PREFERRED.find(
      (one) => (kind === 'wms' || kind === 'wmts' || one !== 'EPSG:3857') && crs.includes(one),
    );
    put({
      layer,
      crs: system ?? crs[0],
      ...(hasName ? {} : { name: title.slice(0, MAX_SERVICE_NAME) }),
      ...(version ? { version } : {}),
      ...(matrixSet && matrix ? { matrixSet, matrix, style: style ?? '' } : {}),
    });
  };
  const offers = list?.of === of ? list.offers : [];
  const usable = offers.filter(({ crs }) => crs.length > 0);
  const options = usable.map(({ layer, title, crs, matrixSet }, i) => ({
    value: String(i),
    label: [title === layer ? title : `${title} (${layer})`, matrixSet ?? crs[0]].join(' \u00b7 '),
  }));
  return (
    <>
      <button type="button" className="btn small" disabled={!URL.canParse(url) || isReading} onClick={read}>
        {t('drop.serviceList')}
      </button>
      {list?.of === of && (
        <>
          <ChoiceField
            label={t('drop.serviceOffered')}
            value=""
            options={[{ value: '', label: t('drop.serviceChoose', { count: usable.length }) }, ...options]}
            onChange={(at) => at !== '' && choose(usable[Number(at)])}
          />
          {usable.length < list.count && (
            <p className="note">{t('drop.serviceUnusable', { count: list.count - usable.length })}</p>
          )}
        </>
      )}
      {failure !== null && <ErrorNotice what={t('drop.serviceListFailed')} reason={failure} />}
    </>
  );
}

function OwnFields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  const { t } = useWords();
  const { kind, layer, crs, version, matrixSet, matrix, offsetM } = draft;
  const has = (field: keyof Draft): boolean => FIELDS[kind].includes(field);
  return (
    <>
      {has('layer') && (
        <TextField label={t('drop.serviceLayer')} value={layer} onChange={(value) => put({ layer: value })} />
      )}
      {has('crs') && (
        <ChoiceField
          label={t('drop.crsField')}
          value={crs}
          options={FEATURE_SERVICE_CRS.map((value) => ({ value, label: value }))}
          onChange={(value) => put({ crs: value })}
        />
      )}
      {has('version') && (
        <ChoiceField
          label={t('drop.serviceVersion')}
          value={version}
          options={WMS_VERSIONS.map((value) => ({ value, label: value }))}
          onChange={(value) => put({ version: value })}
        />
      )}
      {has('matrixSet') && (
        <>
          <TextField
            label={t('drop.serviceMatrixSet')}
            value={matrixSet}
            hint="w"
            onChange={(value) => put({ matrixSet: value })}
          />
          <TextField
            label={t('drop.serviceMatrix')}
            value={matrix}
            hint="EPSG:4326:{z}"
            onChange={(value) => put({ matrix: value })}
          />
        </>
      )}
      {has('offsetM') && (
        <NumberField
          label={t('drop.serviceOffset')}
          unit="m"
          value={offsetM}
          min={-MAX_OFFSET_M}
          max={MAX_OFFSET_M}
          step={0.5}
          onChange={(value) => put({ offsetM: value })}
        />
      )}
    </>
  );
}
