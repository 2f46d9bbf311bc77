import { ArmFailure } from '../route.ts';

/** 400 of Microsoft.Network for a value of another kind than its model has at that place. */
export function invalidJson(path: string, value: unknown): ArmFailure {
  return invalidFormat('InvalidJson', `Error converting value ${JSON.stringify(value) ?? '{null}'}. Path '${path}'.`);
}

/** 400 of Microsoft.Network for a request that does not fit its model; the reason is in the details. */
export function invalidFormat(code: string, message: string): ArmFailure {
  return new ArmFailure(400, 'InvalidRequestFormat', 'Cannot parse the request.', { details: [{ code, message }] });
}
