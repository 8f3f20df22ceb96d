import type { NeedFact, PlanFact } from '@muster/contracts/events/resource';

/**
 * What is sent to what until a centre writes its own plans. One line each: pattern, for priorities up to, needs as
 * "agency capability count". Sizes follow common first-alarm practice (NFPA 1710 for building fires); a centre is meant
 * to change them.
 */
const TABLE = `
medical.*                5  medical ambulance 1
medical.cardiac-arrest   5  medical als 1, medical ambulance 1
medical.breathing        1  medical als 1
medical.chest-pain       2  medical als 1
medical.stroke           2  medical als 1
medical.severe-bleeding  2  medical als 1
medical.unconscious      1  medical als 1
medical.mass-casualty    5  medical als 1, medical ambulance 3, police patrol 1, fire rescue 1
medical.electrocution    5  medical als 1, fire rescue 1
medical.carbon-monoxide  5  medical als 1, fire hazmat 1
medical.psychiatric      5  medical ambulance 1, police patrol 1
medical.fall-height      5  medical als 1, police patrol 1
fire.*                   5  fire pump 1
fire.building            2  fire pump 2, fire ladder 1, medical ambulance 1, police patrol 1
fire.building            5  fire pump 1
fire.explosion           5  fire pump 2, fire rescue 1, medical als 1, police patrol 1
fire.hazmat              5  fire hazmat 1, fire pump 1, medical ambulance 1, police patrol 1
fire.gas-leak            5  fire pump 1, police patrol 1
fire.vehicle             5  fire pump 1, police traffic 1
fire.wildland            5  fire pump 2, fire water 1
rescue.*                 5  fire rescue 1
rescue.animal            5  fire pump 1
rescue.collapse          5  fire rescue 2, medical als 1, police patrol 1
rescue.water             5  fire rescue 1, medical ambulance 1, police patrol 1
rescue.height            5  fire ladder 1, medical ambulance 1, police patrol 1
traffic.*                5  police traffic 1
traffic.crash-injury     5  police traffic 1, medical ambulance 1
traffic.crash-trapped    5  fire rescue 1, police traffic 1, medical als 1
traffic.rail-metro       5  police patrol 2, fire rescue 1, medical als 1
police.*                 5  police patrol 1
police.attack            5  police armed 1, police patrol 2, medical als 1, fire pump 1
police.weapon            5  police armed 1, police patrol 1
police.homicide          5  police patrol 2, medical ambulance 1
police.robbery           5  police patrol 2
police.suicide-threat    5  police patrol 1, fire rescue 1, medical ambulance 1
police.bomb-threat       5  police armed 1, police patrol 1, fire pump 1
police.crowd-crush       5  police patrol 2, medical als 1, medical ambulance 1
disaster.*               5  fire rescue 1
disaster.flood           5  fire rescue 1, emergency team 1, police patrol 1, medical ambulance 1
disaster.waterlogging    5  municipal repair 1
disaster.storm           5  municipal repair 1
disaster.utility         5  municipal repair 1
disaster.road-collapse   5  municipal repair 1, police traffic 1
disaster.pollution       5  municipal repair 1
disaster.industrial      5  fire rescue 1, medical als 1, emergency team 1, police patrol 1
call.responder-emergency 5  police patrol 2, medical als 1, fire rescue 1
call.silent              5  police patrol 1
`;

export const DEFAULT_PLANS: readonly PlanFact[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [typePattern = '', priorityAtMost = '', ...rest] = line.split(/ +/);
    return {
      planId: `default.${typePattern.replace('*', 'any')}.${priorityAtMost}`,
      typePattern,
      priorityAtMost: Number(priorityAtMost),
      needs: rest
        .join(' ')
        .split(', ')
        .map((need): NeedFact => {
          const [agency, capability = '', count] = need.split(' ');
          return { agency: agency as NeedFact['agency'], capability, count: Number(count) };
        }),
    };
  });
