using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Export;

/// <summary>One half of latent attention's second key-value projection, per head: its keys transposed, [rank, unrotated], or its values, [value, rank].</summary>
internal sealed class LatentTensor(GgufSpec spec, MatrixSource kvB, LatentAttentionConfig latent, bool keys) : ExportTensor(spec)
{
    private readonly float[] _head = new float[(latent.NopeDim + latent.ValueDim) * latent.KvRank];
    private int _headRead = -1;

    public override int MatrixRows => keys ? latent.KvRank : latent.ValueDim;

    public override void ReadRows(int matrix, int first, int count, Span<float> rows)
    {
        int headRows = latent.NopeDim + latent.ValueDim;
        if (_headRead != matrix)
            kvB.ReadRows(matrix * headRows, headRows, _head);
        _headRead = matrix;
        if (!keys)
        {
            _head.AsSpan((latent.NopeDim + first) * latent.KvRank, count * latent.KvRank).CopyTo(rows);
            return;
        }
        for (int row = 0; row < count; row++)
            for (int nope = 0; nope < latent.NopeDim; nope++)
                rows[(row * latent.NopeDim) + nope] = _head[(nope * latent.KvRank) + first + row];
    }
}
