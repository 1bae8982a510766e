import { Page, PageHeader } from "@/ui/PageHeader";
import { ApiKeys } from "../apiKeys/ApiKeys";
import { DeleteAccount } from "../people/DeleteAccount";
import { SystemCard } from "../system/SystemCard";
import { AppearanceSettings } from "./AppearanceSettings";
import { ProfileForm } from "./ProfileForm";
import { Session } from "./Session";
import { SettingsCard } from "./SettingsCard";

export function SettingsPage() {
  return (
    <Page>
      <PageHeader title="Settings" />
      <div>
        <SettingsCard id="profile" title="Profile" description="Who you are to the agents and people you work with.">
          <ProfileForm />
        </SettingsCard>
        <SettingsCard id="appearance" title="Appearance" description="Kept in this browser.">
          <AppearanceSettings />
        </SettingsCard>
        <SettingsCard
          id="api-keys"
          title="API keys"
          description="For programs that act in your name in this organization, with no more rights than you give them."
        >
          <ApiKeys whose="mine" />
        </SettingsCard>
        <SettingsCard id="system" title="System" description="The server behind this page, as it is now.">
          <SystemCard />
        </SettingsCard>
        <SettingsCard
          id="session"
          title="Session"
          description="Signing out ends it in this browser, in all of its tabs and at once."
        >
          <Session />
        </SettingsCard>
        <SettingsCard id="account" title="Account" description="Its end, with the organizations that are yours alone.">
          <DeleteAccount />
        </SettingsCard>
      </div>
    </Page>
  );
}
