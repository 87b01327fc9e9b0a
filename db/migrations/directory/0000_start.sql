CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `call_hold` (
	`workspace_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`bucket` text NOT NULL,
	`until` text NOT NULL,
	`prober` text,
	PRIMARY KEY(`workspace_id`, `connection_id`, `bucket`)
);
--> statement-breakpoint
CREATE TABLE `call_share` (
	`workspace_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`bucket` text NOT NULL,
	`holder` text NOT NULL,
	`calls` integer NOT NULL,
	`cap` integer NOT NULL,
	`until` text NOT NULL,
	`sent` text NOT NULL,
	`told_at` text NOT NULL,
	`limit` integer,
	PRIMARY KEY(`workspace_id`, `connection_id`, `bucket`, `holder`)
);
--> statement-breakpoint
CREATE TABLE `connect_attempt` (
	`id` text PRIMARY KEY NOT NULL,
	`browser` text NOT NULL,
	`crm` text NOT NULL,
	`login_url` text NOT NULL,
	`sealed_verifier` text NOT NULL,
	`workspace_id` text,
	`user_id` text,
	`ends_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `connect_attempt_ends` ON `connect_attempt` (`ends_at`);--> statement-breakpoint
CREATE TABLE `connection` (
	`id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`crm` text NOT NULL,
	`account_id` text NOT NULL,
	`label` text NOT NULL,
	`sealed_config` text NOT NULL,
	`sealed_grant` text,
	`grant_version` integer DEFAULT 0 NOT NULL,
	`granted_at` text,
	`status` text DEFAULT 'active' NOT NULL,
	`status_reason` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `connection_account` ON `connection` (`crm`,`account_id`);--> statement-breakpoint
CREATE TABLE `data_key` (
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`wrapped` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `deletion_clock` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`days` integer DEFAULT 30 NOT NULL,
	`started_at` text,
	`due_at` text,
	`kept_at` text,
	`kept_by` text
);
--> statement-breakpoint
CREATE INDEX `deletion_clock_due` ON `deletion_clock` (`due_at`);--> statement-breakpoint
CREATE TABLE `embedding` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`sealed_key` text NOT NULL,
	`origins` text DEFAULT '[]' NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `lease` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` text NOT NULL,
	`fence` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `member` (
	`workspace_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `user_id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `member_user` ON `member` (`user_id`);--> statement-breakpoint
CREATE TABLE `migration` (
	`tag` text PRIMARY KEY NOT NULL,
	`applied_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `schedule` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`planned_day` text,
	`next_at` text NOT NULL,
	`calm_at` text,
	`stirs` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `schedule_next` ON `schedule` (`next_at`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token` ON `session` (`token`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `workspace` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`database_url` text NOT NULL,
	`time_zone` text NOT NULL,
	`currency` text NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`created_at` text NOT NULL
);
