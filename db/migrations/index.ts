/** Written by `npm run migrations`: a Worker cannot read files. */
export interface Migration {
  readonly tag: string
  readonly statements: readonly string[]
}

export const directory: readonly Migration[] = [
  {
    "tag": "0000_start",
    "statements": [
      "CREATE TABLE `account` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`account_id` text NOT NULL,\n\t`provider_id` text NOT NULL,\n\t`user_id` text NOT NULL,\n\t`access_token` text,\n\t`refresh_token` text,\n\t`id_token` text,\n\t`access_token_expires_at` integer,\n\t`refresh_token_expires_at` integer,\n\t`scope` text,\n\t`password` text,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\tFOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade\n);",
      "CREATE TABLE `call_hold` (\n\t`workspace_id` text NOT NULL,\n\t`connection_id` text NOT NULL,\n\t`bucket` text NOT NULL,\n\t`until` text NOT NULL,\n\t`prober` text,\n\tPRIMARY KEY(`workspace_id`, `connection_id`, `bucket`)\n);",
      "CREATE TABLE `call_share` (\n\t`workspace_id` text NOT NULL,\n\t`connection_id` text NOT NULL,\n\t`bucket` text NOT NULL,\n\t`holder` text NOT NULL,\n\t`calls` integer NOT NULL,\n\t`cap` integer NOT NULL,\n\t`until` text NOT NULL,\n\t`sent` text NOT NULL,\n\t`told_at` text NOT NULL,\n\t`limit` integer,\n\tPRIMARY KEY(`workspace_id`, `connection_id`, `bucket`, `holder`)\n);",
      "CREATE TABLE `connection` (\n\t`id` text NOT NULL,\n\t`workspace_id` text NOT NULL,\n\t`crm` text NOT NULL,\n\t`account_id` text NOT NULL,\n\t`label` text NOT NULL,\n\t`sealed_config` text NOT NULL,\n\t`sealed_grant` text,\n\t`grant_version` integer DEFAULT 0 NOT NULL,\n\t`status` text DEFAULT 'active' NOT NULL,\n\t`status_reason` text,\n\t`created_at` text NOT NULL,\n\tPRIMARY KEY(`workspace_id`, `id`),\n\tFOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `connection_account` ON `connection` (`crm`,`account_id`);",
      "CREATE TABLE `data_key` (\n\t`workspace_id` text NOT NULL,\n\t`version` integer NOT NULL,\n\t`wrapped` text NOT NULL,\n\t`created_at` text NOT NULL,\n\tPRIMARY KEY(`workspace_id`, `version`)\n);",
      "CREATE TABLE `deletion_clock` (\n\t`workspace_id` text PRIMARY KEY NOT NULL,\n\t`days` integer DEFAULT 30 NOT NULL,\n\t`started_at` text,\n\t`due_at` text,\n\t`kept_at` text,\n\t`kept_by` text\n);",
      "CREATE INDEX `deletion_clock_due` ON `deletion_clock` (`due_at`);",
      "CREATE TABLE `lease` (\n\t`name` text PRIMARY KEY NOT NULL,\n\t`holder` text NOT NULL,\n\t`until` text NOT NULL,\n\t`fence` integer NOT NULL\n);",
      "CREATE TABLE `member` (\n\t`workspace_id` text NOT NULL,\n\t`user_id` text NOT NULL,\n\t`role` text NOT NULL,\n\t`created_at` text NOT NULL,\n\tPRIMARY KEY(`workspace_id`, `user_id`),\n\tFOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `member_user` ON `member` (`user_id`);",
      "CREATE TABLE `migration` (\n\t`tag` text PRIMARY KEY NOT NULL,\n\t`applied_at` text NOT NULL\n);",
      "CREATE TABLE `schedule` (\n\t`workspace_id` text PRIMARY KEY NOT NULL,\n\t`planned_day` text,\n\t`next_at` text NOT NULL,\n\t`calm_at` text,\n\t`stirs` integer DEFAULT 0 NOT NULL,\n\tFOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `schedule_next` ON `schedule` (`next_at`);",
      "CREATE TABLE `session` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`expires_at` integer NOT NULL,\n\t`token` text NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\t`ip_address` text,\n\t`user_agent` text,\n\t`user_id` text NOT NULL,\n\tFOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade\n);",
      "CREATE UNIQUE INDEX `session_token` ON `session` (`token`);",
      "CREATE TABLE `user` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`name` text NOT NULL,\n\t`email` text NOT NULL,\n\t`email_verified` integer DEFAULT false NOT NULL,\n\t`image` text,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL\n);",
      "CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);",
      "CREATE TABLE `verification` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`identifier` text NOT NULL,\n\t`value` text NOT NULL,\n\t`expires_at` integer NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL\n);",
      "CREATE INDEX `verification_identifier` ON `verification` (`identifier`);",
      "CREATE TABLE `workspace` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`name` text NOT NULL,\n\t`database_url` text NOT NULL,\n\t`time_zone` text NOT NULL,\n\t`currency` text NOT NULL,\n\t`status` text DEFAULT 'active' NOT NULL,\n\t`created_at` text NOT NULL\n);"
    ]
  }
]

export const workspace: readonly Migration[] = [
  {
    "tag": "0000_start",
    "statements": [
      "CREATE TABLE `audit` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`at` text NOT NULL,\n\t`actor` text NOT NULL,\n\t`action` text NOT NULL,\n\t`subject` text NOT NULL,\n\t`detail` text\n);",
      "CREATE TABLE `carried` (\n\t`fingerprint` text PRIMARY KEY NOT NULL,\n\t`through_seq` integer NOT NULL,\n\t`day` text NOT NULL,\n\t`sums` text NOT NULL,\n\t`written_at` text NOT NULL\n);",
      "CREATE TABLE `carried_people` (\n\t`selection` text NOT NULL,\n\t`source` text NOT NULL,\n\t`owner_hash` text NOT NULL,\n\t`deals` integer NOT NULL,\n\tPRIMARY KEY(`selection`, `source`, `owner_hash`)\n);",
      "CREATE TABLE `carried_selection` (\n\t`fingerprint` text PRIMARY KEY NOT NULL,\n\t`through_seq` integer NOT NULL,\n\t`today` text NOT NULL,\n\t`written_at` text NOT NULL\n);",
      "CREATE TABLE `changed` (\n\t`source` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`noticed_at` text NOT NULL,\n\t`version` integer DEFAULT 1 NOT NULL,\n\tPRIMARY KEY(`source`, `external_id`)\n);",
      "CREATE TABLE `closing` (\n\t`cycle_id` text PRIMARY KEY NOT NULL,\n\t`last_day` text NOT NULL,\n\t`closed_at` text NOT NULL\n);",
      "CREATE TABLE `company` (\n\t`source` text NOT NULL,\n\t`id` text NOT NULL,\n\t`name` text,\n\t`version` text NOT NULL,\n\t`merged_into` text,\n\t`deleted` integer DEFAULT false NOT NULL,\n\tPRIMARY KEY(`source`, `id`)\n);",
      "CREATE TABLE `comparison` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`source` text NOT NULL,\n\t`run_id` text NOT NULL,\n\t`at` text NOT NULL,\n\t`round` integer NOT NULL,\n\t`pipeline_id` text,\n\t`status` text NOT NULL,\n\t`measure` text NOT NULL,\n\t`ours` integer NOT NULL,\n\t`theirs` integer NOT NULL\n);",
      "CREATE INDEX `comparison_run` ON `comparison` (`source`,`run_id`);",
      "CREATE TABLE `contract` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`source` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`current_seq` integer\n);",
      "CREATE UNIQUE INDEX `contract_external` ON `contract` (`source`,`kind`,`external_id`);",
      "CREATE INDEX `contract_current` ON `contract` (`current_seq`);",
      "CREATE TABLE `contract_revision` (\n\t`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`contract_id` integer NOT NULL,\n\t`effective_at` text NOT NULL,\n\t`time_from` text NOT NULL,\n\t`cause` text NOT NULL,\n\t`run_id` text,\n\t`version` text NOT NULL,\n\t`company_id` text,\n\t`product` text,\n\t`deal_id` text,\n\t`starts_on` text,\n\t`ends_on` text,\n\t`amount_minor` integer,\n\t`period_months` integer,\n\t`currency` text,\n\t`home_minor` integer,\n\t`rate` text,\n\t`rate_rule` text,\n\t`overlap` text,\n\t`deleted` integer DEFAULT false NOT NULL,\n\t`problem` text\n);",
      "CREATE INDEX `contract_revision_contract` ON `contract_revision` (`contract_id`,`seq`,`effective_at`);",
      "CREATE TABLE `contract_told` (\n\t`source` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`version` text NOT NULL,\n\t`read_at` text NOT NULL,\n\t`deal_id` text,\n\t`record` text,\n\t`due` integer DEFAULT true NOT NULL,\n\tPRIMARY KEY(`source`, `kind`, `external_id`)\n);",
      "CREATE INDEX `contract_told_deal` ON `contract_told` (`source`,`deal_id`);",
      "CREATE INDEX `contract_told_due` ON `contract_told` (`source`,`due`);",
      "CREATE TABLE `cycle` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`name` text NOT NULL,\n\t`starts_on` text NOT NULL,\n\t`ends_on` text NOT NULL,\n\t`created_at` text NOT NULL\n);",
      "CREATE TABLE `deal` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`source` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`name` text,\n\t`created_at` text NOT NULL,\n\t`created_day` text NOT NULL,\n\t`current_seq` integer,\n\t`version` text NOT NULL,\n\t`read_at` text NOT NULL,\n\t`alive_at` text,\n\t`told` text\n);",
      "CREATE UNIQUE INDEX `deal_external` ON `deal` (`source`,`external_id`);",
      "CREATE INDEX `deal_current` ON `deal` (`current_seq`);",
      "CREATE INDEX `deal_created` ON `deal` (`created_day`);",
      "CREATE TABLE `drift` (\n\t`source` text NOT NULL,\n\t`pipeline_id` text NOT NULL,\n\t`status` text NOT NULL,\n\t`measure` text NOT NULL,\n\t`ours` integer NOT NULL,\n\t`theirs` integer NOT NULL,\n\t`ids` text NOT NULL,\n\t`nights` integer DEFAULT 1 NOT NULL,\n\t`day` text NOT NULL,\n\t`run_id` text NOT NULL,\n\t`since` text NOT NULL,\n\t`seen_at` text NOT NULL,\n\t`healed_at` text,\n\tPRIMARY KEY(`source`, `pipeline_id`, `status`, `measure`)\n);",
      "CREATE TABLE `frozen` (\n\t`key_result_id` text PRIMARY KEY NOT NULL,\n\t`day` text,\n\t`value` text,\n\t`progress` real,\n\t`status` text NOT NULL,\n\t`notes` text DEFAULT '[]' NOT NULL,\n\t`frozen_at` text NOT NULL\n);",
      "CREATE TABLE `home_currency` (\n\t`source` text NOT NULL,\n\t`after_seq` integer NOT NULL,\n\t`currency` text NOT NULL,\n\t`before` text NOT NULL,\n\t`whole_seq` integer,\n\t`whole_at` text,\n\t`changed_at` text NOT NULL,\n\tPRIMARY KEY(`source`, `after_seq`)\n);",
      "CREATE TABLE `inferred_removal` (\n\t`source` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`run_id` text NOT NULL,\n\t`seen_at` text NOT NULL,\n\t`state` text NOT NULL,\n\t`decided_by` text,\n\t`decided_at` text,\n\tPRIMARY KEY(`source`, `external_id`)\n);",
      "CREATE TABLE `key_result` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`objective_id` text NOT NULL,\n\t`title` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`origin` text NOT NULL,\n\t`definition` text,\n\t`definition_version` integer DEFAULT 1 NOT NULL,\n\t`unit` text NOT NULL,\n\t`currency` text,\n\t`baseline` real,\n\t`target` real,\n\t`lower` real,\n\t`upper` real,\n\t`required_share` real,\n\t`weight` real DEFAULT 1 NOT NULL,\n\t`cadence_days` integer,\n\t`pace` text,\n\t`position` integer DEFAULT 0 NOT NULL,\n\t`broken` text,\n\t`created_at` text NOT NULL,\n\tFOREIGN KEY (`objective_id`) REFERENCES `objective`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `key_result_objective` ON `key_result` (`objective_id`);",
      "CREATE TABLE `lease` (\n\t`name` text PRIMARY KEY NOT NULL,\n\t`holder` text NOT NULL,\n\t`until` text NOT NULL,\n\t`fence` integer NOT NULL\n);",
      "CREATE TABLE `listed` (\n\t`source` text NOT NULL,\n\t`pipeline_id` text NOT NULL,\n\t`status` text NOT NULL,\n\t`external_id` text NOT NULL,\n\tPRIMARY KEY(`source`, `pipeline_id`, `status`, `external_id`)\n);",
      "CREATE TABLE `mapping_finding` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`source` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`subject` text NOT NULL,\n\t`within` text,\n\t`label` text NOT NULL,\n\t`before` text,\n\t`successor` text,\n\t`moved` integer DEFAULT 0 NOT NULL,\n\t`deals` integer DEFAULT 0 NOT NULL,\n\t`key_results` text NOT NULL,\n\t`noticed_at` text NOT NULL,\n\t`state` text DEFAULT 'open' NOT NULL,\n\t`decided_by` text,\n\t`decided_at` text\n);",
      "CREATE INDEX `mapping_finding_state` ON `mapping_finding` (`state`,`id`);",
      "CREATE TABLE `mapping_seen` (\n\t`source` text PRIMARY KEY NOT NULL,\n\t`set_up` text NOT NULL,\n\t`at` text NOT NULL\n);",
      "CREATE TABLE `measurement` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`key_result_id` text NOT NULL,\n\t`day` text NOT NULL,\n\t`origin` text NOT NULL,\n\t`version` integer DEFAULT 1 NOT NULL,\n\t`value` text NOT NULL,\n\t`author` text,\n\t`reason` text,\n\t`created_at` text NOT NULL,\n\tFOREIGN KEY (`key_result_id`) REFERENCES `key_result`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `measurement_once` ON `measurement` (`key_result_id`,`day`,`origin`,`version`);",
      "CREATE TABLE `migration` (\n\t`tag` text PRIMARY KEY NOT NULL,\n\t`applied_at` text NOT NULL\n);",
      "CREATE TABLE `native_reading` (\n\t`key_result_id` text NOT NULL,\n\t`run_id` text NOT NULL,\n\t`at` text NOT NULL,\n\t`definition_version` integer NOT NULL,\n\t`value` text,\n\t`trouble` text,\n\t`basis` text DEFAULT '{}' NOT NULL,\n\tPRIMARY KEY(`key_result_id`, `run_id`)\n);",
      "CREATE INDEX `native_reading_at` ON `native_reading` (`key_result_id`,`at`);",
      "CREATE TABLE `notice` (\n\t`source` text NOT NULL,\n\t`key` text NOT NULL,\n\t`received_at` text NOT NULL,\n\tPRIMARY KEY(`source`, `key`)\n);",
      "CREATE INDEX `notice_received` ON `notice` (`source`,`received_at`);",
      "CREATE TABLE `objective` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`cycle_id` text NOT NULL,\n\t`title` text NOT NULL,\n\t`description` text,\n\t`team` text NOT NULL,\n\t`position` integer DEFAULT 0 NOT NULL,\n\t`created_at` text NOT NULL,\n\tFOREIGN KEY (`cycle_id`) REFERENCES `cycle`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `objective_cycle` ON `objective` (`cycle_id`);",
      "CREATE TABLE `outlook` (\n\t`key_result_id` text PRIMARY KEY NOT NULL,\n\t`basis` text NOT NULL,\n\t`value` text NOT NULL,\n\t`pace` text,\n\t`at` text NOT NULL\n);",
      "CREATE TABLE `override` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`key_result_id` text NOT NULL,\n\t`value` real NOT NULL,\n\t`currency` text,\n\t`reason` text NOT NULL,\n\t`expires_on` text NOT NULL,\n\t`author` text NOT NULL,\n\t`created_at` text NOT NULL,\n\t`ended_at` text,\n\t`ended_by` text\n);",
      "CREATE INDEX `override_key_result` ON `override` (`key_result_id`,`id`);",
      "CREATE TABLE `owner` (\n\t`source` text NOT NULL,\n\t`hash` text NOT NULL,\n\t`team_id` text,\n\t`active` integer NOT NULL,\n\t`listed_by` text,\n\tPRIMARY KEY(`source`, `hash`)\n);",
      "CREATE TABLE `pipeline` (\n\t`source` text NOT NULL,\n\t`id` text NOT NULL,\n\t`label` text NOT NULL,\n\t`archived` integer DEFAULT false NOT NULL,\n\t`listed_by` text,\n\tPRIMARY KEY(`source`, `id`)\n);",
      "CREATE TABLE `provisional` (\n\t`key_result_id` text PRIMARY KEY NOT NULL,\n\t`day` text NOT NULL,\n\t`value` text NOT NULL,\n\t`at` text NOT NULL,\n\tFOREIGN KEY (`key_result_id`) REFERENCES `key_result`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `rate` (\n\t`source` text NOT NULL,\n\t`currency` text NOT NULL,\n\t`from_day` text DEFAULT '' NOT NULL,\n\t`to_day` text,\n\t`factor` text NOT NULL,\n\t`archived` integer DEFAULT false NOT NULL,\n\t`listed_by` text,\n\tPRIMARY KEY(`source`, `currency`, `from_day`)\n);",
      "CREATE TABLE `reconciliation` (\n\t`source` text PRIMARY KEY NOT NULL,\n\t`run_id` text NOT NULL,\n\t`step` text NOT NULL,\n\t`version` integer DEFAULT 0 NOT NULL,\n\t`busy_until` text,\n\t`calls` integer DEFAULT 0 NOT NULL,\n\t`attempts` integer DEFAULT 0 NOT NULL,\n\t`failure` text,\n\t`updated_at` text NOT NULL\n);",
      "CREATE TABLE `rereading` (\n\t`source` text NOT NULL,\n\t`run_id` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`state` text NOT NULL,\n\t`at` text,\n\tPRIMARY KEY(`source`, `run_id`, `external_id`)\n);",
      "CREATE TABLE `restated` (\n\t`key_result_id` text PRIMARY KEY NOT NULL,\n\t`value` text NOT NULL,\n\t`at` text NOT NULL\n);",
      "CREATE TABLE `revision` (\n\t`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`deal_id` integer NOT NULL,\n\t`effective_at` text NOT NULL,\n\t`time_from` text NOT NULL,\n\t`cause` text NOT NULL,\n\t`run_id` text,\n\t`version` text NOT NULL,\n\t`pipeline_id` text,\n\t`stage_id` text,\n\t`status` text,\n\t`amount_minor` integer,\n\t`currency` text,\n\t`home_minor` integer,\n\t`rate` text,\n\t`rate_rule` text,\n\t`close_date` text,\n\t`team_id` text,\n\t`type` text,\n\t`probability` text,\n\t`weighted_minor` integer,\n\t`forecast_category` text,\n\t`company_id` text,\n\t`twin_id` text,\n\t`owner_hash` text,\n\t`properties` text,\n\t`deleted` integer DEFAULT false NOT NULL,\n\t`merged_into` text,\n\t`problem` text,\n\t`unknown` text\n);",
      "CREATE INDEX `revision_deal_seq` ON `revision` (`deal_id`,`seq`,`effective_at`,`time_from`);",
      "CREATE INDEX `revision_twin` ON `revision` (`twin_id`,`deal_id`) WHERE twin_id IS NOT NULL;",
      "CREATE INDEX `revision_close` ON `revision` (`close_date`,`deal_id`) WHERE deleted = 0 AND time_from <> 'history';",
      "CREATE TABLE `run` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`source` text NOT NULL,\n\t`day` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`thorough` integer DEFAULT false NOT NULL,\n\t`status` text NOT NULL,\n\t`started_at` text NOT NULL,\n\t`finished_at` text,\n\t`data_through` text,\n\t`seq` integer,\n\t`calls` integer DEFAULT 0 NOT NULL,\n\t`pages` integer DEFAULT 0 NOT NULL,\n\t`records` integer DEFAULT 0 NOT NULL,\n\t`skipped` integer DEFAULT 0 NOT NULL,\n\t`failure` text\n);",
      "CREATE UNIQUE INDEX `run_once` ON `run` (`source`,`day`,`kind`,`started_at`);",
      "CREATE INDEX `run_source_status` ON `run` (`source`,`status`,`day`);",
      "CREATE TABLE `run_calls` (\n\t`run_id` text NOT NULL,\n\t`purpose` text NOT NULL,\n\t`bucket` text NOT NULL,\n\t`calls` integer NOT NULL,\n\t`refused` integer DEFAULT 0 NOT NULL,\n\tPRIMARY KEY(`run_id`, `purpose`, `bucket`)\n);",
      "CREATE TABLE `setting` (\n\t`key` text PRIMARY KEY NOT NULL,\n\t`value` text NOT NULL\n);",
      "CREATE TABLE `skipped` (\n\t`source` text NOT NULL,\n\t`stream` text NOT NULL,\n\t`external_id` text NOT NULL,\n\t`reason` text NOT NULL,\n\t`run_id` text NOT NULL,\n\t`seen_at` text NOT NULL,\n\tPRIMARY KEY(`source`, `stream`, `external_id`)\n);",
      "CREATE TABLE `source` (\n\t`id` text PRIMARY KEY NOT NULL,\n\t`crm` text NOT NULL,\n\t`account` text,\n\t`properties` text DEFAULT '[]' NOT NULL,\n\t`status` text DEFAULT 'active' NOT NULL,\n\t`status_reason` text,\n\t`created_at` text NOT NULL\n);",
      "CREATE TABLE `stage` (\n\t`source` text NOT NULL,\n\t`pipeline_id` text NOT NULL,\n\t`id` text NOT NULL,\n\t`label` text NOT NULL,\n\t`position` integer NOT NULL,\n\t`closed` integer NOT NULL,\n\t`won` integer NOT NULL,\n\t`probability` text,\n\t`archived` integer DEFAULT false NOT NULL,\n\t`listed_by` text,\n\tPRIMARY KEY(`source`, `pipeline_id`, `id`)\n);",
      "CREATE TABLE `stream_state` (\n\t`source` text NOT NULL,\n\t`stream` text NOT NULL,\n\t`cursor` text,\n\t`version` integer DEFAULT 0 NOT NULL,\n\t`run_id` text,\n\t`status` text DEFAULT 'rest' NOT NULL,\n\t`pages` integer DEFAULT 0 NOT NULL,\n\t`records` integer DEFAULT 0 NOT NULL,\n\t`attempts` integer DEFAULT 0 NOT NULL,\n\t`failure` text,\n\t`lease_holder` text,\n\t`lease_until` text,\n\t`walked_at` text,\n\t`updated_at` text NOT NULL,\n\tPRIMARY KEY(`source`, `stream`)\n);",
      "CREATE TABLE `team` (\n\t`source` text NOT NULL,\n\t`id` text NOT NULL,\n\t`name` text NOT NULL,\n\t`parent_id` text,\n\t`archived` integer DEFAULT false NOT NULL,\n\t`listed_by` text,\n\tPRIMARY KEY(`source`, `id`)\n);",
      "CREATE TABLE `typed_rate` (\n\t`currency` text NOT NULL,\n\t`into` text NOT NULL,\n\t`from_day` text NOT NULL,\n\t`factor` text NOT NULL,\n\t`author` text NOT NULL,\n\t`at` text NOT NULL,\n\tPRIMARY KEY(`currency`, `into`, `from_day`)\n);"
    ]
  }
]
