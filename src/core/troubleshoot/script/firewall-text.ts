/**
 * What the machine itself keeps out. Of what ufw and firewalld write into the kernel they tell more plainly themselves, so
 * the kernel's own rules are only asked for where neither is at work.
 */
export const firewallText = `if have fail2ban-client; then
  if soon fail2ban-client ping >/dev/null; then
    say bans 8 running
    for jail in $(soon fail2ban-client status | sed -n 's/.*Jail list:[[:space:]]*//p' | tr ',' ' '); do
      list=$(soon fail2ban-client status "$jail" | sed -n 's/.*Banned IP list:[[:space:]]*//p' | tr '\\n' ' ')
      case $jail in *ssh*) say jail 60 "$jail $(printf '%s' "$list" | wc -w | tr -d ' ')" ;; esac
      case " $list " in *" $addr "*) say banned 60 "$jail" ;; esac
    done
  else
    say bans 8 stopped
  fi
else
  say no 16 fail2ban-client
fi
few() {
  left=16
  while IFS= read -r each; do
    [ "$left" -gt 0 ] || { say "$1more" 3 yes; break; }
    left=$((left - 1))
    say "$1" 110 "$each"
  done
}
busy=
if have ufw; then
  all=$(soon ufw status verbose)
  case $all in
    *'Status: active'*)
      busy=ufw
      say ufw 8 active
      told ufwdefault 90 "$(printf '%s\\n' "$all" | sed -n 's/^Default: //p')"
      printf '%s\\n' "$all" | grep -E ' (ALLOW|DENY|REJECT|LIMIT)( IN)?  ' | few ufwrule
      ;;
    *'Status: inactive'*) say ufw 8 inactive ;;
  esac
else
  say no 4 ufw
fi
if have firewall-cmd; then
  if [ "$(soon firewall-cmd --state 2>&1)" = running ]; then
    busy=firewalld
    say firewalld 8 running
    for zone in $(soon firewall-cmd --get-active-zones | sed -n 's/^\\([^ ][^ ]*\\).*/\\1/p' | head -n 4); do
      ask() { soon firewall-cmd --zone="$zone" "$@" 2>/dev/null; }
      say zone 120 "$zone ssh:$(ask --query-service=ssh) port:$(ask --query-port="$port/tcp") target:$(ask --get-target --permanent) rich:$(ask --list-rich-rules | wc -l | tr -d ' ')"
    done
  else
    say firewalld 8 stopped
  fi
else
  say no 14 firewall-cmd
fi
if [ -z "$busy" ]; then
  if have iptables; then
    all=$(soon iptables -S INPUT) && printf '%s\\n' "$all" | few iptables
  else
    say no 10 iptables
  fi
  if have nft; then
    if all=$(soon nft list ruleset); then
      say nfthooks 60 "$(printf '%s\\n' "$all" | sed -n 's/.*hook input .*policy \\([a-z]*\\).*/\\1/p' | tr '\\n' ' ')"
      say nftdrops 6 "$(printf '%s\\n' "$all" | grep -v 'hook ' | grep -c -E '(^|[^a-z])(drop|reject)([^a-z]|$)')"
    fi
  else
    say no 4 nft
  fi
fi`;
