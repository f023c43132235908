-- The application's role: no login, no bypass, no ownership. Connections take it as they open.
do $$
begin
  if not exists (select from pg_roles where rolname = 'connector_app') then
    create role connector_app nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'The database login may not create roles. Ask its administrator for: create role connector_app nologin; grant connector_app to %;', current_user;
end $$;
--> statement-breakpoint
do $$
begin
  if not pg_has_role(current_user, 'connector_app', 'member') then
    execute format('grant connector_app to %I', current_user);
  end if;
end $$;
--> statement-breakpoint
-- Policies hold for the tables' owner too.
do $$
declare name text;
begin
  for name in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relrowsecurity loop
    execute format('alter table public.%I force row level security', name);
  end loop;
end $$;
--> statement-breakpoint
grant usage on schema public to connector_app;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema public to connector_app;
--> statement-breakpoint
alter default privileges in schema public grant select, insert, update, delete on tables to connector_app;
--> statement-breakpoint
revoke update, delete on history, acceptances from connector_app;
--> statement-breakpoint
revoke insert, update, delete on history_heads from connector_app;
--> statement-breakpoint
-- What a history row's hash covers: the row before, and everything said in this one.
create function history_digest(entry history) returns text language sql stable set search_path = public, pg_temp as $$
  select encode(sha256(convert_to(entry.prev_hash || jsonb_build_object(
    'company', entry.company_id, 'seq', entry.seq, 'at', (extract(epoch from entry.at) * 1000000)::bigint,
    'actor_kind', entry.actor_kind, 'actor_id', entry.actor_id, 'action', entry.action,
    'object_kind', entry.object_kind, 'object_id', entry.object_id, 'before', entry.before, 'after', entry.after,
    'reason', entry.reason, 'request_id', entry.request_id, 'address', entry.address)::text, 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- Numbers each row without gaps and chains it to the one before, under the lock of the company's head.
create function history_chain() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare head history_heads%rowtype;
begin
  select * into head from history_heads where company_id = new.company_id for update;
  if not found then
    insert into history_heads (company_id, seq, hash) values (new.company_id, 0, '') on conflict do nothing;
    select * into strict head from history_heads where company_id = new.company_id for update;
  end if;
  new.seq := head.seq + 1;
  new.prev_hash := head.hash;
  new.hash := history_digest(new);
  update history_heads set seq = new.seq, hash = new.hash where company_id = new.company_id;
  return new;
end $$;
--> statement-breakpoint
create trigger history_chain before insert on history for each row execute function history_chain();
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only ever appended', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
--> statement-breakpoint
create trigger history_append_only before update or delete on history for each row execute function refuse_change();
--> statement-breakpoint
create trigger history_no_truncate before truncate on history for each statement execute function refuse_change();
--> statement-breakpoint
create trigger acceptances_append_only before update or delete on acceptances for each row execute function refuse_change();
--> statement-breakpoint
create trigger acceptances_no_truncate before truncate on acceptances for each statement execute function refuse_change();
--> statement-breakpoint
-- The first row whose number, chain or hash is not as it was written, the newest by what its head remembers; null when
-- the whole chain holds.
create function history_first_break(company uuid) returns bigint language sql stable set search_path = public, pg_temp as $$
  select min(seq) from (
    select seq from (
      select h.seq, h.prev_hash, h.hash, history_digest(h) as digest,
        lag(h.hash, 1, '') over (order by h.seq) as expected_prev,
        lag(h.seq, 1, 0::bigint) over (order by h.seq) as seq_before
      from history h where h.company_id = company
    ) chain
    where hash <> digest or prev_hash <> expected_prev or seq <> seq_before + 1
    union all
    select coalesce(newest.seq, 0) + case when newest.seq = head.seq then 0 else 1 end
    from history_heads head left join lateral (
      select h.seq, h.hash from history h where h.company_id = company order by h.seq desc limit 1
    ) newest on true
    where head.company_id = company and (newest.seq, newest.hash) is distinct from (head.seq, head.hash)
  ) breaks
$$;
