import { messageTable } from '../../../model/text/message.ts';

/** What the page of rules refuses. */
export const rulesPageMessage = messageTable({
  'not-kept': {
    zh: '浏览器没有保存：请用“导出规则包”存为文件',
    en: 'this browser keeps nothing here: export the rules as a file',
  },
  passphrase: { zh: '口令不对', en: 'expected the passphrase of this key, got another' },
  'no-device': {
    zh: '此处不能使用安全密钥（需要 HTTPS 或本机访问）：请改用密钥文件',
    en: 'no security key can be used here (it needs HTTPS or this machine): make a key file instead',
  },
});
