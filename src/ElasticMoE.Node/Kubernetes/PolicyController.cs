using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>
/// Does what <see cref="ExpertPolicy"/> objects of its namespace say, and says in their status what came of it. It acts only while its supervisor
/// leads. What a policy is about to set is written into its status first, so that it is taken back even if this process dies in between.
/// </summary>
internal sealed class PolicyController : IDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private readonly KubernetesClient _kubernetes;
    private readonly string _path;
    private readonly IClusterCommands _commands;
    private readonly IClusterReports _reports;
    private readonly TimeProvider _clock;
    private readonly RepeatedLook _look;

    /// <param name="account">Whose policies.</param>
    /// <param name="commands">Where commands go.</param>
    /// <param name="reports">The cluster as the supervisor sees it.</param>
    /// <param name="clock">When to look.</param>
    /// <param name="log">Takes a line for what keeps it from looking.</param>
    public PolicyController(KubernetesAccount account, IClusterCommands commands, IClusterReports reports, TimeProvider clock, Action<string> log)
    {
        (_kubernetes, _commands, _reports, _clock) = (new(account), commands, reports, clock);
        _path = $"/apis/{ExpertPolicy.Api}/namespaces/{account.Namespace}/expertpolicies";
        _look = new RepeatedLook(LookOnceAsync, s_every, clock, failed => log($"expert policies can't be applied: {failed.Message}"));
    }

    /// <summary>Looks once; where the last look is still under way, that one will do.</summary>
    public Task LookAsync() => _look.LookAsync();

    public void Dispose()
    {
        _look.Dispose();
        _kubernetes.Dispose();
    }

    private async Task LookOnceAsync(CancellationToken cancel)
    {
        if (await Task.Run(() => _reports.Status().Lease, cancel).ConfigureAwait(false) == 0)
            return;
        JsonNode list = await _kubernetes.GetAsync(_path, cancel).ConfigureAwait(false);
        ExpertPolicy[] policies = [.. (list["items"] as JsonArray ?? []).Select(item => new ExpertPolicy(item!)).OrderBy(policy => policy.Created, StringComparer.Ordinal).ThenBy(policy => policy.Name, StringComparer.Ordinal)];
        var owners = new Dictionary<ExpertId, string>();
        foreach (ExpertPolicy policy in policies.Where(policy => !policy.IsDeleted))
            await ApplyAsync(policy, owners, cancel).ConfigureAwait(false);
        foreach (ExpertPolicy policy in policies.Where(policy => policy.IsDeleted && policy.Finalizers.Contains(ExpertPolicy.Finalizer)))
            await WithdrawAsync(policy, owners, cancel).ConfigureAwait(false);
    }

    private async Task ApplyAsync(ExpertPolicy policy, Dictionary<ExpertId, string> owners, CancellationToken cancel)
    {
        if (Judge(policy, owners, out PolicyGoal goal) is { } wrong)
        {
            await SayAsync(policy, policy.Applied, wrong, cancel).ConfigureAwait(false);
            return;
        }
        HashSet<ExpertId> others = [.. owners.Keys];
        foreach (ExpertId expert in goal.Experts)
            owners.Add(expert, policy.Name);
        // 1. Whoever deletes it waits until what it has set is taken back; what it is about to set is known before it is.
        if (!policy.Finalizers.Contains(ExpertPolicy.Finalizer))
            policy = await PatchAsync(policy, "", Finalizers(policy, [.. policy.Finalizers, ExpertPolicy.Finalizer]), cancel).ConfigureAwait(false);
        policy = await SayAsync(policy, goal.With(policy.Applied), outcome: null, cancel).ConfigureAwait(false);
        // 2. Command, and say what came of it.
        string? refusal = await RunAsync(goal.Commands(policy.Applied, others), cancel).ConfigureAwait(false);
        if (refusal is not null)
            await SayAsync(policy, policy.Applied, PolicyOutcome.Refused(refusal), cancel).ConfigureAwait(false);
        else
            await SayAsync(policy, goal, PolicyOutcome.Done(await AwakeAsync(goal, cancel).ConfigureAwait(false)), cancel).ConfigureAwait(false);
    }

    /// <summary>Why a policy can't be applied; null where it can.</summary>
    private static PolicyOutcome? Judge(ExpertPolicy policy, Dictionary<ExpertId, string> owners, out PolicyGoal goal)
    {
        goal = PolicyGoal.None;
        try
        {
            goal = policy.Goal;
        }
        catch (InputException wrong)
        {
            return PolicyOutcome.Invalid(wrong.Message);
        }
        foreach (ExpertId expert in goal.Experts)
        {
            if (owners.TryGetValue(expert, out string? owner))
                return PolicyOutcome.Conflict($"expert {expert} is policy {owner}'s, which is older");
        }
        return null;
    }

    private async Task WithdrawAsync(ExpertPolicy policy, Dictionary<ExpertId, string> owners, CancellationToken cancel)
    {
        if (policy.Applied is { } applied && await RunAsync(applied.Withdrawals(null, new HashSet<ExpertId>(owners.Keys)), cancel).ConfigureAwait(false) is { } refusal)
            await SayAsync(policy, applied, PolicyOutcome.Refused(refusal), cancel).ConfigureAwait(false);
        else
            await PatchAsync(policy, "", Finalizers(policy, [.. policy.Finalizers.Where(one => one != ExpertPolicy.Finalizer)]), cancel).ConfigureAwait(false);
    }

    private Task<int> AwakeAsync(PolicyGoal goal, CancellationToken cancel) => Task.Run(() => goal.Experts.Sum(expert => _reports.Expert(expert).Summary.Awake.Count), cancel);

    /// <summary>Gives commands; what is so already is no refusal.</summary>
    /// <returns>The first refusal; null where there is none.</returns>
    private async Task<string?> RunAsync(IEnumerable<AdminCommand> commands, CancellationToken cancel)
    {
        string? refusal = null;
        foreach (AdminCommand command in commands)
        {
            byte[] id = RandomNumberGenerator.GetBytes(2 * sizeof(ulong));
            CommandOutcome outcome = await _commands.SubmitAsync(new(new(BitConverter.ToUInt64(id), BitConverter.ToUInt64(id, sizeof(ulong))), command), cancel).ConfigureAwait(false);
            if (outcome.Code is not (OutcomeCode.Done or OutcomeCode.Accepted or OutcomeCode.Unchanged))
                refusal ??= outcome.Message;
        }
        return refusal;
    }

    /// <summary>Writes the status, where it isn't so already. Without an outcome only what is about to be set is noted.</summary>
    private Task<ExpertPolicy> SayAsync(ExpertPolicy policy, PolicyGoal? applied, PolicyOutcome? outcome, CancellationToken cancel)
    {
        JsonObject status = outcome?.ToJson(policy, _clock.GetUtcNow()) ?? [];
        status["applied"] = applied?.ToJson();
        bool isSo = status.All(field => JsonNode.DeepEquals(field.Value, policy.Status[field.Key]));
        return isSo ? Task.FromResult(policy) : PatchAsync(policy, "/status", new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = policy.Version }, ["status"] = status }, cancel);
    }

    private static JsonObject Finalizers(ExpertPolicy policy, IReadOnlyList<string> wanted) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = policy.Version, ["finalizers"] = new JsonArray([.. wanted.Select(one => JsonValue.Create(one))]) },
    };

    private async Task<ExpertPolicy> PatchAsync(ExpertPolicy policy, string part, JsonObject fields, CancellationToken cancel) =>
        new(await _kubernetes.PatchAsync($"{_path}/{Uri.EscapeDataString(policy.Name)}{part}", fields, cancel).ConfigureAwait(false));
}
