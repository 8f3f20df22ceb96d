import type { ReportAlarmRequest } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';

/** A call as a call-taker's form sends it: a few sentences, a number, a place. */
export const alarmReport = (idempotencyKey: string): ReportAlarmRequest => ({
  idempotencyKey,
  channel: 'voice',
  line: '119',
  callerNumber: '13800001234',
  callerName: '王女士',
  text: '滨海大道和解放路交叉口东侧的居民楼三楼冒浓烟,能看到明火,楼上还有老人和孩子没有下来,请快一点。',
  lang: 'zh',
  place: {
    lon: 121.5512,
    lat: 29.8763,
    accuracyM: 30,
    source: 'caller',
    text: '滨海大道与解放路交叉口',
    confirmed: false,
    datum: 'wgs84',
    observedAtMs: 1_760_000_000_000,
  },
  reportedType: '',
  rangAtMs: 1_760_000_000_000,
  mode: '',
  reporter: undefined,
  deviceJson: '',
});
