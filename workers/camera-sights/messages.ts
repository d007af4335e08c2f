import { messageTable } from '../../model/text/message.ts';

/** What cannot be told of cameras. */
export const cameraMessage = messageTable({
  'no-cameras': {
    zh: '本市没有摄像头清单；请管理员加入摄像头',
    en: 'this city has no list of cameras: ask the administrator to add one',
  },
  'no-camera': {
    zh: '摄像头清单中没有 {id}',
    en: 'the list of cameras has no {id}',
  },
});
