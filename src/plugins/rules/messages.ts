import { messageTable } from '../../../model/text/message.ts';

/** What the page of rules refuses. */
export const rulesPageMessage = messageTable({
  'not-kept': {
    zh: '浏览器没有保存：请用“导出规则包”存为文件',
    en: 'this browser does not save it: export the rules as a file',
  },
  passphrase: { zh: '口令不对', en: 'wrong passphrase' },
  'no-device': {
    zh: '此处不能使用安全密钥（需要 HTTPS 或本机访问）：请改用密钥文件',
    en: 'security keys cannot be used here (HTTPS or this machine is needed): create a key file instead',
  },
});
