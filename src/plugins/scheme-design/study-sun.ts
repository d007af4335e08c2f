import type { SunStudyRequest } from '../../../model/questions/sun-study.ts';
import type { Scheme } from '../../../model/schemes/scheme.ts';
import type { SunVerdict } from '../../../model/schemes/site-figures.ts';
import { cityTime } from '../../kit/city-time.ts';
import type { App } from '../../kit/plugin.ts';
import { sunRuleIn } from '../../twin/city-rules.ts';
import { failureOf } from '../../twin/failure.ts';
import type { StudiedScheme } from '../../twin/scheme-volumes.ts';
import { SUN_STUDIES, type SunLosses } from '../../twin/sun-studies.ts';
import { MAX_STUDIED, studiedScheme } from './scheme-volumes.ts';

/** Hours of sun of the buildings around a scheme, before and after it, by the engine of the sun; what it takes stands with the scheme's figures. */
export async function studySun(
  app: App,
  scheme: Scheme,
  rule: string,
  hear: (doneRatio: number) => void,
): Promise<void> {
  const { twin } = app;
  const studies = app.service(SUN_STUDIES);
  const site = twin.getState().schemeSites[scheme.id];
  if (!studies || !site) return;
  try {
    const studied = await studiedScheme(app, scheme, site);
    const found = await studies.losses(sunRequestOf(app, studied, rule), hear, studied);
    const { schemeSites, setSchemes } = twin.getState();
    // The scheme may have changed meanwhile: its figures are others then.
    if (!found || schemeSites[scheme.id] !== site) return;
    const leftOut = Math.max(0, scheme.buildings.length - MAX_STUDIED);
    setSchemes({ schemeSites: { ...schemeSites, [scheme.id]: { ...site, sun: verdictOf(found, leftOut) } } });
    studies.show('after');
  } catch (error) {
    twin.getState().setSchemes({ schemeFailure: failureOf(error) });
  }
}

function sunRequestOf({ twin }: App, { volumes }: StudiedScheme, rule: string): SunStudyRequest {
  return {
    year: cityTime(twin.getState().shownTimeMs, twin.city.zone).year,
    rules: sunRuleIn(twin.city, twin.getState(), rule),
    bayM: 3,
    storeyM: 3,
    of: { kind: 'shaded' },
    scheme: volumes,
  };
}

const verdictOf = ({ rules, buildings, losers }: SunLosses, leftOut: number): SunVerdict => ({
  rule: rules.label,
  isUnverified: !rules.verified,
  buildings,
  lostWindows: losers.reduce((sum, { lost }) => sum + lost, 0),
  losers: losers.map(({ id, name, lost, judged, worst }) => ({ id, name, lost, judged, ...worst })),
  leftOut,
});
