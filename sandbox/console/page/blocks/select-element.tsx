import type { MultiSelect, PlainTextOption, Select } from '@slack/types';
import type { WorkspaceView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { channelName } from '../sidebar/channel-name.ts';
import { Picker, type PickerOption } from '../ui/picker.tsx';
import { useElement } from './form-context.ts';

/** Every select: fixed options, people, channels and conversations; one or several. */
export function SelectElement({ element }: { readonly element: Select | MultiSelect }) {
  const { workspace } = useConsole();
  const { state, change, naming } = useElement(element);
  const options = optionsOf(element, workspace);
  const multiple = element.type.startsWith('multi_');
  const stateKey = Object.keys(state).find((key) => key.startsWith('selected_')) ?? 'selected_option';
  const current = [state[stateKey]].flat().filter((each) => each !== null && each !== undefined);
  const byOption = stateKey.startsWith('selected_option');
  const selected = current.map((each) => (byOption ? String((each as PlainTextOption).value) : String(each)));
  const choose = (values: readonly string[]) => {
    const chosen = byOption
      ? values.map((value) => rawOptions(element).find((option) => option.value === value))
      : values;
    void change({ [stateKey]: multiple ? chosen : (chosen[0] ?? null) });
  };
  const max = 'max_selected_items' in element ? element.max_selected_items : undefined;
  return (
    <Picker
      options={options}
      selected={selected}
      placeholder={element.placeholder?.text ?? 'Select an option'}
      multiple={multiple}
      {...(max !== undefined && { max })}
      naming={naming}
      onChange={choose}
    />
  );
}

function optionsOf(element: Select | MultiSelect, workspace: WorkspaceView): PickerOption[] {
  const { type } = element;
  if (type === 'users_select' || type === 'multi_users_select') {
    return workspace.people
      .filter((person) => !person.deactivated)
      .map((person) => ({
        value: person.id,
        label: person.realName,
        description: `@${person.name}`,
      }));
  }
  if (type.endsWith('conversations_select') || type.endsWith('channels_select')) {
    const all = type.endsWith('conversations_select');
    const shown = workspace.channels.filter((channel) => all || channel.kind === 'public');
    return shown.map((channel) => ({ value: channel.id, label: channelName(channel, workspace, '#') }));
  }
  return groupedOptions(element);
}

function rawOptions(element: Select | MultiSelect): PlainTextOption[] {
  if (element.type === 'static_select' || element.type === 'multi_static_select') {
    return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  }
  if (element.type === 'external_select') return element.initial_option === undefined ? [] : [element.initial_option];
  return element.type === 'multi_external_select' ? (element.initial_options ?? []) : [];
}

function groupedOptions(element: Select | MultiSelect): PickerOption[] {
  const grouped = 'option_groups' in element ? element.option_groups : undefined;
  if (grouped === undefined) return rawOptions(element).map((option) => pickerOption(option));
  return grouped.flatMap((group) => group.options.map((option) => pickerOption(option, group.label.text)));
}

function pickerOption(option: PlainTextOption, group?: string): PickerOption {
  return {
    value: option.value ?? '',
    label: option.text.text,
    ...(option.description !== undefined && { description: option.description.text }),
    ...(group !== undefined && { group }),
  };
}
