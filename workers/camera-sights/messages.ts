import { messageTable } from '../../model/text/message.ts';

/** What cannot be told of cameras. */
export const cameraMessage = messageTable({
  'no-cameras': {
    zh: '本市没有摄像头；请给摄像头的点图层指定角色，或请管理员加入清单',
    en: 'this city has no cameras: give a layer of camera points that role, or ask the administrator to add a list',
  },
  'no-camera': {
    zh: '摄像头清单中没有 {id}',
    en: 'the list of cameras has no {id}',
  },
});
