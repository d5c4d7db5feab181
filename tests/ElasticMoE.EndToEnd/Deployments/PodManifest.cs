using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ElasticMoE.EndToEnd.Deployments;

/// <summary>A workload of k8s/base: what each of its pods' processes is started with.</summary>
/// <param name="Role">The workload's name without "emoe-".</param>
/// <param name="Replicas">How many pods.</param>
/// <param name="Arguments">Of the process.</param>
/// <param name="Environment">Variables with a value of their own, or null where a field or a secret has it.</param>
/// <param name="BeforeStop">What runs before a pod is asked to end; empty for nothing that is a process.</param>
/// <param name="Mounts">Folders that are mounted, with the volume's name.</param>
/// <param name="Ports">What the process listens at, by name.</param>
internal sealed record PodManifest(
    string Role,
    int Replicas,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string?> Environment,
    IReadOnlyList<string> BeforeStop,
    IReadOnlyDictionary<string, string> Mounts,
    IReadOnlyDictionary<string, int> Ports)
{
    /// <summary>Reads the first object of a file.</summary>
    public static PodManifest Read(string file)
    {
        using var text = new StreamReader(file);
        var stream = new YamlStream();
        stream.Load(text);
        YamlNode workload = stream.Documents[0].RootNode;
        YamlNode container = workload["spec"]["template"]["spec"]["containers"][0];
        return new(
            Text(workload["metadata"]["name"])["emoe-".Length..],
            Number(workload["spec"]["replicas"]),
            Texts(container["args"]),
            ((YamlSequenceNode)container["env"]).ToDictionary(one => Text(one["name"]), one => Find(one, "value") is { } value ? Text(value) : null),
            Find(container, "lifecycle", "preStop", "exec", "command") is { } command ? Texts(command) : [],
            ((YamlSequenceNode)container["volumeMounts"]).ToDictionary(mount => Text(mount["mountPath"]), mount => Text(mount["name"])),
            ((YamlSequenceNode)container["ports"]).ToDictionary(port => Text(port["name"]), port => Number(port["containerPort"])));
    }

    private static int Number(YamlNode node) => int.Parse(Text(node), CultureInfo.InvariantCulture);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string[] Texts(YamlNode node) => [.. ((YamlSequenceNode)node).Select(Text)];

    private static YamlNode? Find(YamlNode node, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(name, out YamlNode? inner))
                return null;
            node = inner;
        }
        return node;
    }
}
