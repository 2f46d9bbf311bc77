import { refusal } from './validate-rule-addresses.ts';

/** @throws ArmFailure 400 InvalidResourceName */
export function requireResourceName(name: string): void {
  if (name.length <= 80 && /^\w([\w.-]*\w)?$/.test(name)) return;
  throw refusal(
    'InvalidResourceName',
    `Resource name ${name} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
  );
}
