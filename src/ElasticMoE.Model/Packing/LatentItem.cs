using ElasticMoE.Kernels;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// One half of latent attention's `kv_b_proj` [heads · (nope + value), rank], absorbed: per head either k_b transposed
/// (query part → latent, [rank, nope]) or v_b (latent → value, [value, rank]). Split before any quantization.
/// </summary>
internal sealed class LatentItem : PackItem
{
    private readonly MatrixSource _source;
    private readonly LatentAttentionConfig _latent;
    private readonly bool _keys;
    private float[] _head = [];
    private float[] _rows = [];
    private int _headRead = -1;

    private LatentItem(string name, WeightFormat format, MatrixSource source, (LatentAttentionConfig Latent, int Heads) shape, bool keys)
        : base(name, PackedEntryKind.Panels, format, (shape.Heads, keys ? shape.Latent.KvRank : shape.Latent.ValueDim, keys ? shape.Latent.NopeDim : shape.Latent.KvRank))
        => (_source, _latent, _keys) = (source, shape.Latent, keys);

    public static LatentItem Keys(string name, WeightFormat format, MatrixSource source, (LatentAttentionConfig Latent, int Heads) shape) =>
        new(name, format, source, shape, keys: true);

    public static LatentItem Values(string name, WeightFormat format, MatrixSource source, (LatentAttentionConfig Latent, int Heads) shape) =>
        new(name, format, source, shape, keys: false);

    public override int Units => Count * PanelsPerHead;

    public override int UnitBytes => (int)PanelLayout.PanelBytes(Format, Inputs);

    private int PanelsPerHead => PanelLayout.PanelCount(Outputs);

    private int HeadRows => _latent.NopeDim + _latent.ValueDim;

    public override int Write(int unit, Span<byte> destination)
    {
        ReadHead(unit / PanelsPerHead);
        int first = unit % PanelsPerHead * PanelLayout.PanelRows;
        int rows = Math.Min(PanelLayout.PanelRows, Outputs - first);
        if (_keys)
            Transpose(first, rows);
        else
            _head.AsSpan((_latent.NopeDim + first) * _latent.KvRank, rows * Inputs).CopyTo(_rows);
        PanelLayout.PackPanel(Format, _rows.AsSpan(0, rows * Inputs), rows, Inputs, destination[..UnitBytes]);
        return UnitBytes;
    }

    private void ReadHead(int head)
    {
        if (_headRead == head)
            return;
        if (_head.Length == 0)
            (_head, _rows) = (new float[HeadRows * _latent.KvRank], new float[PanelLayout.PanelRows * Inputs]);
        _source.ReadRows(head * HeadRows, HeadRows, _head);
        _headRead = head;
    }

    private void Transpose(int firstLatent, int rows)
    {
        for (int row = 0; row < rows; row++)
            for (int nope = 0; nope < Inputs; nope++)
                _rows[row * Inputs + nope] = _head[nope * _latent.KvRank + firstLatent + row];
    }
}
