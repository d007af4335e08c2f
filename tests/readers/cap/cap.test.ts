import { describe, expect, test } from 'vitest';
import { sentencesOf } from '../../../model/text/message.ts';
import { capInfoIn, capPlace, readCap } from '../../../readers/cap/cap.ts';
import { capProposal } from '../../../src/plugins/incident-log/tasks/cap-subject.ts';
import { seeded } from '../../../workers/shared/random.ts';

const NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';
const info = (language: string, event: string, more = '') => `
  <info>
    <language>${language}</language>
    <category>Met</category>
    <event>${event}</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <headline>${event} &lt;红色&gt; &amp; 转移</headline>
    ${more}
  </info>`;
const AREA = `<area><areaDesc>南区</areaDesc>
  <polygon>34.30,108.74 34.30,108.76 34.32,108.76 34.32,108.74 34.30,108.74</polygon>
  <geocode><valueName>行政区划代码</valueName><value>610100</value></geocode></area>`;
const CIRCLE = '<area><areaDesc>stadium</areaDesc><circle>34.31,108.75 2.5</circle></area>';
const message = (body: string, { status = 'Actual', type = 'Alert', head = '' } = {}) =>
  `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="${NAMESPACE}">
  <identifier>CN-0001</identifier><sender>met@example.org</sender><sent>2026-07-18T20:05:00+08:00</sent>
  <status>${status}</status><msgType>${type}</msgType><scope>Public</scope>${head}${body}</alert>`;
const read = (text: string) => readCap(new TextEncoder().encode(text), 'a.xml');
const reason = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    const zh = sentencesOf(error, 'zh');
    const en = sentencesOf(error, 'en');
    expect(zh).not.toBeNull();
    return en ?? '';
  }
  return expect.fail('it was read');
};

describe('a CAP message', () => {
  const whole = message(info('zh-CN', '暴雨', AREA) + info('en-US', 'Rainstorm', CIRCLE));

  test('is read with its infos by language, its areas and its times', () => {
    const alert = read(whole);
    expect(alert).toMatchObject({ identifier: 'CN-0001', sender: 'met@example.org', status: 'Actual', type: 'Alert' });
    expect(alert.sentMs).toBe(Date.UTC(2026, 6, 18, 12, 5));
    expect(capInfoIn(alert, 'zh')?.headline).toBe('暴雨 <红色> & 转移');
    expect(capInfoIn(alert, 'en')?.event).toBe('Rainstorm');
    expect(alert.infos[0].areas[0].polygons[0][1]).toEqual([108.76, 34.3]);
    expect(alert.infos[0].areas[0].codes).toEqual([{ name: '行政区划代码', value: '610100' }]);
    expect(alert.infos[1].areas[0].circles).toEqual([{ centre: [108.75, 34.31], radiusM: 2500 }]);
  });

  test('proposes an incident: kind by its words, level by its severity, place and radius by its area', () => {
    const alert = read(whole);
    expect(capProposal(alert).subjects.en).toEqual({
      title: 'Rainstorm <红色> & 转移',
      hazard: 'flood',
      level: 2,
      place: { lonDeg: 108.75, latDeg: 34.31, heightM: 0 },
      radiusM: 2500,
      source: { kind: 'cap', identifier: 'CN-0001', sender: 'met@example.org', status: 'Actual' },
      area: 'stadium',
    });
    const [zh] = alert.infos;
    expect(capPlace(zh)?.at).toEqual([expect.closeTo(108.75, 9), expect.closeTo(34.31, 9)]);
    expect(capPlace(zh)?.radiusM).toBeCloseTo(1442, -1);
  });

  test('an update names what it updates, and a drill is known as one', () => {
    const head =
      '<references>met@example.org,CN-0000,2026-07-18T19:00:00+08:00 a@b,X,2026-07-18T18:00:00-00:00</references>';
    const alert = read(message(info('zh', '暴雨'), { status: 'Exercise', type: 'Update', head }));
    expect([alert.status, alert.type]).toEqual(['Exercise', 'Update']);
    expect(alert.references.map(({ identifier }) => identifier)).toEqual(['CN-0000', 'X']);
    expect(capProposal(alert).subjects.zh?.source).toMatchObject({ status: 'Exercise' });
  });

  test('a cancellation without info is read, and proposes nothing', () =>
    expect(capProposal(read(message('', { type: 'Cancel' }))).subjects.zh).toBeNull());

  test('one with a prefix is the same', () => {
    const prefixed = whole.replace(/<(\/?)(?=[a-zA-Z])/g, '<$1cap:').replace('xmlns=', 'xmlns:cap=');
    expect(read(prefixed)).toEqual(read(whole));
  });
});

test.each([
  [message(info('zh', '雨').replace('Severe', 'Bad')), /severity: expected Extreme, Severe.*got "Bad"/],
  [message(info('zh', '雨')).replace('<identifier>CN-0001</identifier>', ''), /alert: expected <identifier>/],
  [message(info('zh', '雨')).replace('20:05:00+08:00', '20:05'), /alert\/sent: expected a time with its zone/],
  [message(info('zh', '雨', '<area><polygon>34,108 34,109 35,109</polygon></area>')), /polygon: expected a polygon/],
  [message(info('zh', '雨', '<area><circle>108.75,34.3 2</circle></area>')), /look exchanged/],
  [message(info('zh', '雨', '<area><circle>34.3,108.75</circle></area>')), /circle: expected a circle/],
  [message(info('zh', '雨'), { type: 'Ack' }), /got msgType "Ack"/],
  [message(''), /expected <info>/],
  [message(info('zh', '雨')).replace(NAMESPACE, 'urn:oasis:names:tc:emergency:cap:1.1'), /expected <alert> of CAP 1.2/],
  ['<rss/>', /expected <alert> of CAP 1.2/],
  [message(info('zh', '雨')).slice(0, 300), /line \d+: expected whole XML/],
  [`<!DOCTYPE a [<!ENTITY b "c">]>${message(info('zh', '&b;'))}`, /without DOCTYPE/],
  [message(info('zh', '雨', '<x>'.repeat(50) + '</x>'.repeat(50))), /at most 12 levels/],
  ['x'.repeat(600 * 1024), /at most 512 KiB/],
])('what is none is refused with its place: %#', (text, expected) => expect(reason(text)).toMatch(expected));

test('3,000 mangled messages end in a message or in a reason, never in a fault of the program', () => {
  const whole = message(info('zh-CN', '暴雨', AREA) + info('en-US', 'Rainstorm', CIRCLE));
  const random = seeded(11);
  const at = () => Math.floor(random() * whole.length);
  let refused = 0;
  for (let i = 0; i < 3000; i++) {
    const from = at();
    const to = Math.min(whole.length, from + Math.floor(random() * 40));
    const put = ['', '<', '>', '&', '"', '\u0000', '-', '999', whole.slice(at(), at())][Math.floor(random() * 9)];
    try {
      read(whole.slice(0, from) + put + whole.slice(to));
    } catch (error) {
      refused++;
      expect((error as Error).name).toBe('ReadError');
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
