namespace ElasticMoE.Gateway.Admission;

/// <summary>A request at the door. Compared by reference.</summary>
internal sealed class AdmissionTicket(string key, long tokens)
{
    /// <summary>Whose it is.</summary>
    public string Key => key;

    /// <summary>What it is expected to need.</summary>
    public long Tokens => tokens;

    /// <summary>Completes when it is let in; for the shell alone.</summary>
    public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
