import { expect, test } from 'vitest';
import { streamHosts, streamOf } from '../../../model/city/camera-stream.ts';
import { parseCameras } from '../../../model/city/cameras.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 0 };
const camera = { name: { zh: '甲', en: 'A' }, at: [0, 0], aboveGroundM: 6, headingDeg: 0, tiltDeg: -10 };

test('an HLS playlist and a WHEP endpoint are streams; what a page cannot show, or what carries a password, is none', () => {
  expect(streamOf('https://cams.example:8443/a/b.m3u8?x=1')).toEqual({
    kind: 'hls',
    url: 'https://cams.example:8443/a/b.m3u8?x=1',
  });
  expect(streamOf('http://cams.example:8889/gate/whep?x=1')).toEqual({
    kind: 'whep',
    url: 'http://cams.example:8889/gate/whep?x=1',
  });
  expect(
    ['https://cams.example/gate/whip', 'https://cams.example/?/whep', 'https://u:p@cams.example/whep'].map(streamOf),
  ).toEqual([null, null, null]);
  const none = ['rtsp://cams.example/1', 'https://u:p@cams.example/a.m3u8', 'https://cams.example/', 'a.m3u8', ''];
  expect(none.map(streamOf)).toEqual([null, null, null, null, null]);
  expect(streamOf('javascript:alert(1)//.m3u8')).toBeNull();
});

test('a camera has its stream from the file, and none where the file tells none', () => {
  const cameras = [
    { ...camera, id: 'a', stream: 'https://cams.example/a.m3u8' },
    { ...camera, id: 'b', stream: 'rtsp://cams.example/b' },
    { ...camera, id: 'c' },
  ];
  expect(parseCameras({ cameras }, ORIGIN).map(({ stream }) => stream)).toEqual([
    { kind: 'hls', url: 'https://cams.example/a.m3u8' },
    undefined,
    undefined,
  ]);
});

test('the hosts of streams, each once, of whatever else a file has', () => {
  const cameras = [
    { stream: 'https://b.example/1.m3u8' },
    { stream: 'https://a.example:1935/2.m3u8' },
    { stream: 'https://b.example/3.m3u8' },
    { stream: 'https://c.example/gate/whep' },
    { stream: 5 },
    null,
  ];
  expect(streamHosts({ cameras })).toEqual(['https://a.example:1935', 'https://b.example', 'https://c.example']);
  expect([null, {}, { cameras: 3 }, 'x'].map(streamHosts)).toEqual([[], [], [], []]);
});
