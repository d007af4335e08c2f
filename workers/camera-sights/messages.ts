import { messageTable } from '../../model/text/message.ts';

/** What cannot be told of cameras. */
export const cameraMessage = messageTable({
  'no-cameras': {
    zh: '本市没有摄像头清单（cameras.json）',
    en: 'this city has no list of cameras (cameras.json)',
  },
  'no-camera': {
    zh: '摄像头清单（cameras.json）中没有 {id}',
    en: 'the list of cameras (cameras.json) has no {id}',
  },
});
